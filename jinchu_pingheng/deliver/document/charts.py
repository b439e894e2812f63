"""Charts as Word's own (DrawingML): sharp at any size, their values readable in the file.

A picture would need a painter and its fonts; this is text that every computer makes alike, so that
a package is proved without QGIS.
"""

from __future__ import annotations

from html import escape

from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm
from docx.text.paragraph import Paragraph

from ..texts import printable
from .chart_data import BARS, Chart

_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WORD = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

COLOURS = ("C55A11", "548235")
"""Of outflow and inflow; different in brightness too, for print without colours."""
HEIGHT_CM = 4.4
_FONT = (
    '<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="900"><a:latin typeface="Times New Roman"/>'
    '<a:ea typeface="仿宋_GB2312"/></a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
)


def add_chart(paragraph: Paragraph, chart: Chart, number: int, title: str, width_cm: float) -> None:
    """Append the chart to a paragraph; ``title`` and all its values are its alternative text."""
    whole = paragraph.part.package
    name = PackURI(f"/word/charts/chart{number}.xml")
    part = Part(name, _TYPE, _chart_xml(chart).encode("utf-8"), whole)
    relation = paragraph.part.relate_to(part, RELATION)
    described = escape(printable(f"{title}。{chart.text}。"))
    paragraph.add_run()._r.append(
        parse_xml(
            f'<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            f'<wp:inline xmlns:wp="{_WORD}">'
            f'<wp:extent cx="{Cm(width_cm)}" cy="{Cm(HEIGHT_CM)}"/>'
            f'<wp:docPr id="{1000 + number}" name="图表 {number}" descr="{described}"/>'
            f'<a:graphic xmlns:a="{_MAIN}"><a:graphicData uri="{CHART}">'
            f'<c:chart xmlns:c="{CHART}" xmlns:r="{_RELATIONS}" r:id="{relation}"/>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing>"
        )
    )


def _chart_xml(chart: Chart) -> str:
    series = "".join(_series(chart, number) for number in range(len(chart.series)))
    grouping = "clustered" if chart.kind == BARS else "standard"
    kind = "barChart" if chart.kind == BARS else "lineChart"
    before = '<c:barDir val="col"/>' if chart.kind == BARS else ""
    after = '<c:gapWidth val="60"/>' if chart.kind == BARS else '<c:marker val="1"/>'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<c:chartSpace xmlns:c="{CHART}" xmlns:a="{_MAIN}">'
        '<c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>'
        f'<c:{kind}>{before}<c:grouping val="{grouping}"/><c:varyColors val="0"/>{series}{after}'
        f'<c:axId val="1"/><c:axId val="2"/></c:{kind}>{_AXES}</c:plotArea>'
        f'<c:legend><c:legendPos val="t"/><c:overlay val="0"/>{_FONT}</c:legend>'
        '<c:plotVisOnly val="1"/></c:chart></c:chartSpace>'
    )


def _series(chart: Chart, number: int) -> str:
    colour = COLOURS[number]
    fill = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
    look = f'<c:spPr>{fill}</c:spPr><c:invertIfNegative val="0"/>'
    if chart.kind != BARS:
        symbol = ("circle", "square")[number]
        look = (
            f'<c:spPr><a:ln w="22225">{fill}</a:ln></c:spPr><c:marker><c:symbol val="{symbol}"/>'
            f'<c:size val="5"/><c:spPr>{fill}</c:spPr></c:marker>'
        )
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/>'
        f"<c:tx><c:strRef><c:f>{number}</c:f>"
        f"<c:strCache>{_points((chart.series[number],))}</c:strCache></c:strRef></c:tx>{look}"
        f"<c:cat><c:strLit>{_points(chart.categories)}</c:strLit></c:cat>"
        f"<c:val><c:numLit><c:formatCode>0.0000</c:formatCode>{_points(chart.values[number])}"
        "</c:numLit></c:val></c:ser>"
    )


def _points(values: tuple[str, ...]) -> str:
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{escape(printable(value))}</c:v></c:pt>'
        for at, value in enumerate(values)
    )
    return f'<c:ptCount val="{len(values)}"/>{points}'


_LINE = '<c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="{}"/></a:solidFill></a:ln></c:spPr>'
_AXES = (
    '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="minMax"/></c:scaling>'
    '<c:delete val="0"/><c:axPos val="b"/><c:majorTickMark val="none"/>'
    f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/>{_LINE.format("404040")}{_FONT}'
    '<c:crossAx val="2"/><c:crosses val="autoZero"/></c:catAx>'
    '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/></c:scaling>'
    f'<c:delete val="0"/><c:axPos val="l"/><c:majorGridlines>{_LINE.format("D9D9D9")}'
    '</c:majorGridlines><c:numFmt formatCode="General" sourceLinked="0"/>'
    '<c:majorTickMark val="out"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
    f'{_LINE.format("404040")}{_FONT}<c:crossAx val="1"/><c:crosses val="autoZero"/></c:valAx>'
)
