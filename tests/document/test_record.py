"""The record keeps the contents of rows, never a personal column, and is read back as it was written."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from briefgen.document.record import (
    KeptRow,
    PublishedRecord,
    RecordInvalid,
    keep,
    read_record,
    record_json,
    rows_named,
    told,
)
from briefgen.document.trace import Trace, TracedCells
from briefgen.model.amount import Amount
from briefgen.model.table import CellType, Column, Origin, Record, TableSchema

SCHEMA = TableSchema("台账", (Column("编号"), Column("总投资", CellType.MONEY), Column("签约日期", CellType.DATE),
                              Column("联系电话", personal=True), Column("备注")), key="编号")
ROW = Record(Origin(SCHEMA, "data/台账.xlsx", "台账", {}), 7,
             ("甲1", Amount(Decimal("1200.50"), "万元"), date(2022, 12, 1), "13800000000", None))
RECORD = PublishedRecord({"kind": "monthly"}, "甲", "2023-01-05", "", {"a.docx": "0"}, {}, (), {}, (), {}, (keep(ROW),))


def test_a_row_is_kept_as_text_without_personal_columns_and_empty_cells() -> None:
    assert keep(ROW) == KeptRow("台账", "data/台账.xlsx", "台账", 7, "甲1", {
        "编号": "甲1", "总投资": "1200.5万元", "签约日期": "2022-12-01"})


def test_a_record_reads_back() -> None:
    text = record_json(RECORD)
    assert read_record(text.encode(), "record.json") == RECORD
    assert "13800000000" not in text
    assert read_record(record_json(replace(RECORD, rows=())).encode(), "record.json").rows == ()


@pytest.mark.parametrize("text", ["", "[]", "{}", json.dumps({**json.loads(record_json(RECORD)), "format": 2})])
def test_other_texts_and_later_formats_are_refused(text: str) -> None:
    with pytest.raises(RecordInvalid, match=r"record\.json"):
        read_record(text.encode(), "record.json")


def test_cells_name_their_rows_as_runs() -> None:
    trace = Trace({}, {}, {}, {}, cells=(TracedCells("a.csv", None, "B", "2-4,9"),))
    assert list(rows_named(trace)) == [("a.csv", None, row) for row in (2, 3, 4, 9)]


def test_a_unit_is_told_by_name_but_for_its_code() -> None:
    values = {"单位代码": "1407KF", "落地单位": "1407KF", "总投资": "1407万元"}
    assert told(values, {"1407KF": "晋中开发区"}) == {**values, "落地单位": "晋中开发区"}
    assert told(values, {}) == values


def test_a_record_kept_before_it_had_units_is_read() -> None:
    older = json.loads(record_json(RECORD))
    del older["units"]
    assert read_record(json.dumps(older).encode(), "record.json") == RECORD
