"""How a page's layout shifts are told: which node moved, from where."""

MOVES = """() => {
  const called = (node) => (node && node.nodeType === 1 ? `${node.tagName}#${node.id}.${node.className}` : "a box");
  window.moves = {
    named: (node) => (node && node.nodeType === 3 ? `text in ${called(node.parentElement)}` : called(node)),
    place: ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(","),
  };
}"""
"""Gives a page its `moves`: the words for a node, and those for a rectangle."""
