"""Tests that docstrings and comments keep the rules of CONTRIBUTING.md, “Plain English”."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NOT_OURS = {"build", "dist", "node_modules"}
RIDDLES = re.compile(
    r"(?:What|Whatever|Whether|Which|Whichever|Who|Whoever|Whom|Whose|How|Why|That|Those|Of|None|One|Where|When|As|From|To|By"
    r"|It|If|In)\b"
)
"""The first words that make a docstring a riddle or a fragment."""

START = "start with a verb (“Return …”, “Raise …”) or name the thing (“The number of …”, “True if …”, “A page of …”)"
PHRASES = {
    "whoever": "name the person or the code that is meant",
    "whomever": "name the person that is meant",
    "of nobody who": "say what never happens (“Never shows who reported”)",
    "for ever": "write “without end” or “permanently”",
}
PHRASE = re.compile(rf"\b({'|'.join(PHRASES)})\b", re.IGNORECASE)
METHODS = {"get", "put", "post", "patch", "delete", "options", "head"}


def faults(source: str) -> Iterator[str]:
    """Yield the faults of a module's text, each with its line and the words to write instead."""
    for line, text in docstrings(ast.parse(source)):
        if first := RIDDLES.match(text.strip()):
            yield f"{line}: a docstring starts with “{first.group()}”; {START}"
        yield from riddles(line, text)
    if PHRASE.search(source):
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                yield from riddles(token.start[0], token.string)


def riddles(line: int, text: str) -> Iterator[str]:
    for found in PHRASE.findall(" ".join(text.split())):
        yield f"{line}: “{found}”; {PHRASES[found.lower()]}"


def docstrings(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the line and text of each docstring, those of attributes included."""
    for node in ast.walk(module):
        if is_published(node):
            continue
        body = getattr(node, "body", None)
        for statement in body if isinstance(body, list) else ():
            match statement:
                case ast.Expr(value=ast.Constant(value=str(text))):
                    yield statement.lineno, text


def is_published(node: ast.AST) -> bool:
    """Return whether the docstring is the text of a route in the OpenAPI document, which callers rely on."""
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    for decorator in node.decorator_list:
        match decorator:
            case ast.Call(func=ast.Attribute(attr=method), keywords=options) if method in METHODS:
                return all(option.arg != "description" for option in options)
    return False


def modules() -> list[Path]:
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*.py"))
    return sorted(path for path in found if not any(part.startswith(".") or part in NOT_OURS for part in path.parts))


def test_docstrings_and_comments_are_plain() -> None:
    found = [f"{path}:{fault}" for path in modules() for fault in faults((ROOT / path).read_text("utf-8"))]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('"""What a case holds."""', "1: a docstring starts with “What”"),
        ('def due():\n    """When a limit ends."""', "2: a docstring starts with “When”"),
        ('class Case:\n    code: str\n    """One code."""', "3: a docstring starts with “One”"),
        ("lock()  # it would be held for ever", "1: “for ever”; write “without end”"),
        ('"""Accepts mail,\n\nfrom\nwhoever sends it."""', "1: “whoever”; name the person"),
        ('@router.get("/", description="…")\ndef show():\n    """One case."""', "3: a docstring starts with “One”"),
    ],
    ids=[
        "a module",
        "a function",
        "an attribute",
        "a comment",
        "a phrase over two lines",
        "a route with a description",
    ],
)
def test_a_riddle_is_found(source: str, said: str) -> None:
    [fault] = faults(source)
    assert fault.startswith(said)


@pytest.mark.parametrize(
    "source",
    [
        '"""Toàn bộ quy trình của một địa phương."""',
        '"""Return whether the process runs."""',
        'said = "for ever"',
        '@router.get("/")\ndef show():\n    """One case."""',
    ],
    ids=["Vietnamese", "plain", "code", "a published route"],
)
def test_plain_words_code_and_published_texts_are_left_alone(source: str) -> None:
    assert list(faults(source)) == []
