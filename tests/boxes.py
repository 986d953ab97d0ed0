"""Where words stand on a page: whether they cover each other, are cut, or are too small to read."""

import numpy as np

SMALLEST = 12  # of a letter, in pixels as painted
SLACK = 2.5  # boxes of letters are higher and wider than what is printed in them

# Each text of a drawing with the corners of its box, turned as it is turned.
DRAWN = """(root) => [...root.querySelectorAll("svg text")]
  .filter((text) => text.textContent.trim() && !text.closest(".modebar-container")
    && text.checkVisibility({visibilityProperty: true, opacityProperty: true}))
  .map((text) => {
    const {x, y, width, height} = text.getBBox(), turn = text.getScreenCTM();
    const at = (dx, dy) => {
      const spot = new DOMPoint(x + dx * width, y + dy * height).matrixTransform(turn);
      return [spot.x, spot.y];
    };
    const size = parseFloat(getComputedStyle(text).fontSize) * Math.hypot(turn.a, turn.b);
    const sheet = text.closest("svg").getBoundingClientRect();
    return {
      words: text.textContent, size, corners: [at(0, 0), at(1, 0), at(1, 1), at(0, 1)],
      frame: [sheet.left, sheet.top, sheet.right, sheet.bottom],
    };
  })"""

# Names of an axis for which plotly found no room, and of boxes those that run out of theirs.
HIDDEN = """(root) => [...root.querySelectorAll("svg .xtick text, svg .ytick text")]
  .filter((text) => text.textContent.trim() && !text.checkVisibility({opacityProperty: true}))
  .map((text) => text.textContent)"""
SPILT = """(root) => {
  const sides = (element) => element.getBoundingClientRect();
  const boxes = [...root.querySelectorAll("svg .box rect, svg .shapelayer path[d$=Z]")].map(sides);
  return [...root.querySelectorAll("svg text")].filter((text) => {
    const {left, right, top, bottom} = sides(text);
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    return boxes
      .filter((box) => box.left < x && x < box.right && box.top < y && y < box.bottom)
      .some((box) => left < box.left - 1 || right > box.right + 1
        || top < box.top - 1 || bottom > box.bottom + 1);
  }).map((text) => text.textContent);
}"""

# Each line of each other text; what only a screen reader meets is left out, and of a box that is
# moved by hand what has been moved out of it, up or down.
WRITTEN = """(root) => {
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), found = [];
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest("svg, option, .unseen, style")) continue;
    if (!parent.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const moved = parent.closest(".wide");
    const {left, right, top, bottom} = (moved ?? root).getBoundingClientRect();
    const size = parseFloat(getComputedStyle(parent).fontSize);
    for (const box of range.getClientRects()) {
      if (moved && (box.bottom <= top || box.top >= bottom)) continue;
      const [low, high] = moved
        ? [Math.max(box.top, top), Math.min(box.bottom, bottom)]
        : [box.top, box.bottom];
      found.push({
        words: node.data, size,
        corners: [[box.left, low], [box.right, low], [box.right, high], [box.left, high]],
        frame: moved ? [-1e6, -1e6, 1e6, 1e6] : [left, -1e6, right, 1e6],
      });
    }
  }
  return found;
}"""


def faults(texts):
    """What is wrong with texts, as sentences: small, cut, or over each other."""
    said = [
        f"{text['words']!r} is {text['size']:.1f} px high"
        for text in texts
        if text["size"] < SMALLEST - 0.05
    ]
    said += [f"{text['words']!r} is cut" for text in texts if _is_cut(text)]
    corners = np.array([text["corners"] for text in texts]).reshape(-1, 4, 2)
    return said + [
        f"{texts[one]['words']!r} covers {texts[other]['words']!r}"
        for one, other in _near(corners)
        if _meet(corners[one], corners[other])
    ]


def _near(corners):
    """Return the pairs of boxes that meet as long as they are not turned, by their places."""
    low, high = corners.min(1), corners.max(1)
    reach = (low[:, None] <= high[None]).all(2)
    return np.argwhere(np.triu(reach & reach.T, 1))


def _is_cut(text):
    left, top, right, bottom = text["frame"]
    (low_x, low_y), (high_x, high_y) = np.min(text["corners"], 0), np.max(text["corners"], 0)
    return low_x < left - 1 or high_x > right + 1 or low_y < top - 1 or high_y > bottom + 1


def _meet(one, other):
    """Whether two rectangles, perhaps turned, have more than the slack in common."""
    for side in (one[1] - one[0], one[2] - one[1], other[1] - other[0], other[2] - other[1]):
        along = side / (np.hypot(*side) or 1)
        first, second = one @ along, other @ along
        if min(first.max(), second.max()) - max(first.min(), second.min()) <= SLACK:
            return False
    return True
