"""Cells whose output depends on a learner: found in the lessons, so that a page can say so."""

import nbformat
import pytest
from conftest import ROOT

from resetcycle.authoring.alone import dependent

BOARD = 'board = rc.widgets.WeighObstacles("06")\nboard'
# Read off the lessons by hand: of each such cell a piece of what it says.
FOUND = {
    "02": ["coder.with_class("],
    "06": ["order_beside(board.weights"],
    "07": ["weighed(pool.text)", "common_order(ours)", "camp_weights(ours)", "heaviest(ours)"],
    "09": ["criteria_beside(seal.chosen"],
    "11": ["beside_the_class(board.posterior", "posterior(board.steps)"],
}


@pytest.mark.parametrize(
    "cells, found",
    [
        ([BOARD], []),
        ([BOARD, "board"], []),
        ([BOARD, "rc.show(board.burden())"], [1]),
        ([BOARD, "", "mine = board.weights", "mine"], [3]),
        ([BOARD, "mine = board.weights\nmine.plot()"], [1]),
        ([BOARD, "def mine():\n    return board.weights", "print(mine())"], [2]),
        ([BOARD, "for one in board.weights:\n    print(one)"], [1]),
        ([BOARD, "board = 3", "print(board)"], []),
        (['rc.progress("03")', "rc.show(rc.find(text='treaty'))"], [0]),
        (["x = rc.answers.restore('06')", "x"], [1]),
        (["weights = rc.weighing.performance()", "rc.show(weights)"], []),
    ],
)
def test_a_cell_depends_on_a_learner_if_it_says_what_was_done_on_a_board(cells, found):
    assert dependent(cells) == found


def test_the_cells_of_all_lessons_are_those_that_were_read_off_by_hand():
    seen = {}
    for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")):
        cells = nbformat.read(path, 4).cells
        sources = [cell.source if cell.cell_type == "code" else "" for cell in cells]
        if places := dependent(sources):
            seen[path.name[:2]] = [sources[place] for place in places]
    assert {lesson: len(all_) for lesson, all_ in seen.items()} == {
        lesson: len(pieces) for lesson, pieces in FOUND.items()
    }
    for lesson, pieces in FOUND.items():
        for piece, source in zip(pieces, seen[lesson], strict=True):
            assert piece in source
