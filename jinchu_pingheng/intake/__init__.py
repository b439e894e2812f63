"""Rows of any origin become parcels: values understood as a person means them, every fault kept.

One path for features, the edit buffer, workbooks and text files; no QGIS, no files, no plan.
``values`` understands one value, ``columns`` finds the fields of a layer, ``reading`` applies both,
``shapes`` judges geometry, ``parcels`` puts it together, ``faults`` tells what could not be taken.
"""
