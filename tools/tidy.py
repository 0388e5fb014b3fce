#!/usr/bin/env python3
"""House rules a machine can see (STYLE.md): file and function length, headers that say what they are for, names, ASCII.

tidy.py ROOT: prints file:line: what, and fails when there is anything.
"""
import pathlib
import re
import sys

FILE_LINES_MAX = 600
FUNCTION_LINES_MAX = 70
LINE_MAX = 120  # clang-format keeps code at 110; a long text may stand out
BANNED_NAMES = {"util", "utils", "common", "helper", "helpers", "misc", "manager"}
OPENING = re.compile(r"^[A-Za-z].*\)[^;]*\{$")
LEFTOVER = re.compile(r"\b(FIX" + r"ME|TO" + r"DO|XX" + r"X)\b")


def long_functions(lines):
    """Functions that begin in column one, by their braces in column one: what clang-format makes of ours."""
    start = None
    for number, line in enumerate(lines, 1):
        if OPENING.match(line) and not line.startswith(("namespace", "class", "struct", "enum")):
            start = number
        elif line.startswith("}") and start:
            if number - start > FUNCTION_LINES_MAX:
                yield start, f"a function of {number - start} lines"
            start = None


def complaints_about(path, text):
    lines = text.splitlines()
    is_table = path.stem.endswith(("_config", "_keys"))  # tables are exempt from lengths
    if len(lines) > FILE_LINES_MAX and not is_table:
        yield 1, f"{len(lines)} lines; which noun is hiding?"
    if path.suffix == ".h" and not text.startswith(("//", "/*")):
        yield 1, "a header opens with what it is for"
    if BANNED_NAMES & set(re.split(r"[_.]", path.name)) or BANNED_NAMES & set(path.parts):
        yield 1, "a name that says nothing"
    for number, line in enumerate(lines, 1):
        if len(line) > LINE_MAX:
            yield number, f"{len(line)} characters"
        if not line.isascii() and not path.name.endswith("_test.cc"):
            yield number, "not ASCII"
        if LEFTOVER.search(line):
            yield number, "work left over"
    if not is_table:
        yield from long_functions(lines)


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    bad = 0
    for folder in ("src", "bench", "tests/fuzz"):
        for file in sorted((root / folder).rglob("*.[hc]*")):
            for number, what in complaints_about(file.relative_to(root), file.read_text()):
                print(f"{file.relative_to(root)}:{number}: {what}")
                bad = 1
    return bad


if __name__ == "__main__":
    sys.exit(main())
