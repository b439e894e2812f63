"""Which plan and revision the vector data is from: a table of the GeoPackage, and the metadata file
that ArcGIS reads beside a shapefile (whose columns are fixed)."""

from __future__ import annotations

from xml.etree import ElementTree

from ...core.accounts.report import Report
from .fields import Value


def edition_facts(report: Report) -> list[tuple[str, Value]]:
    """(item, value) rows; plan and revision are missing where there is no plan file."""
    header, edition = report.header, report.edition
    facts: list[tuple[str, Value]] = [
        ("县（市、区）", header.county_name),
        ("年度", str(header.year)),
        ("编制日期", header.compiled_on),
        ("坐标系", header.crs),
        ("软件", report.software),
    ]
    if edition.text:
        facts += [
            ("版次", edition.text),
            ("方案标识", edition.plan_id),
            ("版次号", str(edition.revision)),
            ("配置", report.notice.id),
            ("面积口径", report.notice.area.label),
            ("地块校验码", report.checksum),
        ]
    return facts


def shape_metadata(report: Report, title: str) -> bytes:
    """An ArcGIS metadata document: title, purpose (the edition) and abstract (the facts)."""
    root = ElementTree.Element("metadata", {"xml:lang": "zh"})
    about = ElementTree.SubElement(root, "dataIdInfo")
    citation = ElementTree.SubElement(about, "idCitation")
    ElementTree.SubElement(citation, "resTitle").text = title
    ElementTree.SubElement(about, "idPurp").text = report.edition.text
    facts = "；".join(f"{item}：{value}" for item, value in edition_facts(report))
    ElementTree.SubElement(about, "idAbs").text = facts
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))
