#!/usr/bin/env python3
"""House rules a machine can see (STYLE.md): file and function length, headers that say what they are for, names, ASCII.

tidy.py ROOT: prints file:line: what, and fails when there is anything but a note.
"""
import pathlib
import re
import sys

FILE_LINES_MAX = 600
FILE_LINES_NOTED = 500  # said, not failed
FUNCTION_LINES_MAX = 70
LINE_MAX = 110  # a line that is one long text, which clang-format leaves whole, may stand out
NOTE = "note: "
BANNED_NAMES = {"util", "utils", "common", "helper", "helpers", "misc", "manager", "managers"}
ONE_TEXT = re.compile(r'\s*R?"[^"]*".*[";,)]+$|\s*R"\(|\s*// \S+$')
BODY = re.compile(r"[\w)>}*&]\s*\{$")
NO_FUNCTION = re.compile(r"\s*(namespace|class|struct|enum|union|extern|if|for|while|switch|do|else|try|case|default)\b")
LEFTOVER = re.compile(r"\b(FIX" + r"ME|TO" + r"DO|XX" + r"X)\b")


def is_function(opening):
    """Whether text up to a line's closing brace opens a function: parameters before any = or {, and no ; on the way."""
    return bool(re.match(r"[^={;]*\(", opening)) and ";" not in opening and not NO_FUNCTION.match(opening)


def long_functions(lines):
    """Functions at namespace level and in classes, found by the indentation that clang-format gives them."""
    for indent in ("", "  "):
        head = start = None
        for number, line in enumerate(lines, 1):
            rest = line[len(indent):] if line.startswith(indent) else ""
            if start and rest.startswith("}"):
                if number - start > FUNCTION_LINES_MAX:
                    yield start, f"a function of {number - start} lines; which verb is hiding?"
                start = None
            if re.match(r"[A-Za-z~\[]", rest):
                head = number
            if head and not start and BODY.search(line):
                start = head if is_function("".join(lines[head - 1:number])) else None
                head = None


def complaints_about(path, text):
    lines = text.splitlines()
    is_table = path.stem.endswith(("_config", "_keys"))  # tables are exempt from lengths
    if len(lines) > FILE_LINES_MAX and not is_table:
        yield 1, f"{len(lines)} lines; which noun is hiding?"
    elif len(lines) > FILE_LINES_NOTED and not is_table:
        yield 1, f"{NOTE}{len(lines)} lines; split it before {FILE_LINES_MAX}"
    if path.suffix == ".h" and not text.startswith(("//", "/*")):
        yield 1, "a header opens with what it is for"
    if BANNED_NAMES & set(re.split(r"[_.]", path.name)) or BANNED_NAMES & set(path.parts):
        yield 1, "a name that says nothing"
    for number, line in enumerate(lines, 1):
        if len(line) > LINE_MAX and not ONE_TEXT.match(line):
            yield number, f"{len(line)} characters"
        if not line.isascii() and not path.name.endswith("_test.cc"):
            yield number, "not ASCII"
        if LEFTOVER.search(line):
            yield number, "work left over"
    if not is_table:
        yield from long_functions(lines)


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    bad = False
    for folder in ("src", "bench", "tests/fuzz"):
        for file in sorted((root / folder).rglob("*.[hc]*")):
            for number, what in complaints_about(file.relative_to(root), file.read_text()):
                print(f"{file.relative_to(root)}:{number}: {what}")
                bad |= not what.startswith(NOTE)
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
