"""Pages that broke the parser once, or took it many seconds."""

from __future__ import annotations

PROSE = (
    b"<p>The ministers met in the capital on Friday and signed the plan of cooperation for the next year.</p>"
)
_BODIES = {
    "a control character after what is dropped": PROSE * 3 + b"<p>a</p><nav>x</nav>&#1;&#0; tail" + PROSE,
    "the same at the beginning of its parent": b"<div><nav>x</nav>&#2;b</div>" + PROSE * 3,
    "many that are dropped, each with text after it": b"<nav>x</nav>"
    + b"<nav>x</nav>text after &#1; " * 30_000
    + PROSE,
    "elements in one another": b"<div>" * 50_000,
    "long headings under open elements": (b"<div>" * 4 + b"<h1>" + b"x | " * 900 + b"</h1>") * 550,
    "one headline of many dashes": b"<title>" + b"A - " * 20_000 + b"</title>" + PROSE,
    "a body of line breaks": b"<div class=news-body>" + b"<br>" * 400_000 + b"</div>",
    "class names of many parts": b"<div class='" + b"aB-" * 50_000 + b"'>" + PROSE * 3,
    "shares in one another, again and again": (b"<div class=share>" * 200 + PROSE * 2 + b"</div>" * 200) * 40,
    "a gallery in galleries": b"<div class=gallery>" * 200
    + b"<li>The ministers met in the capital.</li>" * 7_000,
    "items of one kind": b"<title>The ministers meet</title>"
    + (b"<div class=item><div><div><b>a</b>" + PROSE + b"</div></div></div>") * 2_000,
    "datelines": b"<p>Baku, March 9, AZERTAC</p>" * 10_000,
    "a description deep down": b"<meta name=description content='The ministers met in the capital on Friday and signed'>"
    + b"<div>" * 200
    + PROSE * 3_000,
    "short lines with numbers": b"<h1>a</h1>" + b"<p>12 a</p>" * 27_000 + PROSE,
    "a long heading of dashes": b"<h1>" + b"A | B - " * 40_000 + b"</h1>" + PROSE,
    "an element named by a control character": b"<art\x02><h2>A</h2>" + PROSE * 3 + b"</art\x02>",
    "an article named by one": b"<title>A visit of ministers</title>"
    + b"<x\x02 class=item><h\x02>A visit of ministers</h\x02>"
    + PROSE * 2
    + b"</x\x02>" * 3,
    "arrays in one another": b"<script type='application/ld+json'>" + b"[" * 100_000 + b"</script>" + PROSE,
}
BROKE = {name: b"<html><body>" + body for name, body in _BODIES.items()}
