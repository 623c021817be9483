"""The notebooks run from top to bottom, and are kept without outputs or definitions."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def read(path: Path) -> Any:
    """Read a notebook and check it against its format."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return notebook


def code(notebook: Any) -> list[Any]:
    """List a notebook's code cells."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def name(path: Path) -> str:
    """Name a test case after its file."""
    return path.stem


def test_there_is_a_first_notebook():
    """The notebook that the README names is there."""
    assert "01_from_report_to_map" in {path.stem for path in NOTEBOOKS}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_a_notebook_is_kept_without_outputs(path):
    """Outputs and counts are stripped: a diff shows what somebody wrote."""
    for cell in code(read(path)):
        assert not cell.outputs
        assert cell.execution_count is None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_a_notebook_defines_nothing(path):
    """What is worth a function belongs into the package, where it is tested."""
    for cell in code(read(path)):
        for node in ast.walk(ast.parse(cell.source)):
            assert not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_a_notebook_runs(path):
    """Every cell runs in a fresh kernel, in the notebooks' own folder."""
    notebook = read(path)
    NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}}
    ).execute()
    assert all(cell.execution_count for cell in code(notebook))


def test_the_first_notebook_ends_in_a_map():
    """The last cell shows the map itself, in a frame."""
    last = code(read(FOLDER / "01_from_report_to_map.ipynb"))[-1]
    assert "TimeMap(" in last.source
