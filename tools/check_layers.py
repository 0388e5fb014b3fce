#!/usr/bin/env python3
"""Fails when a source file includes a folder that layers.txt does not rank below its own, or breaks a ban stated there.

check_layers.py ROOT
"""
import pathlib
import re
import sys

INCLUDE = re.compile(r'\s*#\s*include\s*(["<])([^">]+)[">]')
OURS = ("core/", "drivers/", "flow/", "control/")
SOCKET_HEADERS = re.compile(r"(sys/(socket|un|epoll|select)|netdb|poll)\.h|netinet/|arpa/|net/|boost/(asio|beast)")
ASIO_UMBRELLAS = ("boost/asio.hpp", "boost/beast.hpp")


def read_ranks(text):
    """Folder -> line number, from the text of layers.txt."""
    lines = [line for line in text.splitlines() if line and line[0] != "#"]
    return {folder: rank for rank, line in enumerate(lines) for folder in line.split()}


def folder_of(path, ranks):
    """The ranked folder a path below src/ belongs to, or None."""
    return next((folder for folder in ranks if path == folder or path.startswith(folder + "/")), None)


def complaints(root):
    root = pathlib.Path(root)
    ranks = read_ranks((root / "layers.txt").read_text())
    for file in sorted((root / "src").rglob("*.[hc]*")):
        place = file.parent.relative_to(root / "src").as_posix()
        if place == ".":
            continue  # main.cc sees everything
        home = folder_of(place, ranks)
        if home is None:
            yield f"{file.relative_to(root)}: folder {place} is not in layers.txt"
            continue
        for number, line in enumerate(file.read_text().splitlines(), 1):
            what = complaint_about(line, file, home, ranks)
            if what:
                yield f"{file.relative_to(root)}:{number}: {what}"


def complaint_about(line, file, home, ranks):
    match = INCLUDE.match(line)
    if not match:
        return None
    name = match[2]
    if match[1] == '"' or name.startswith(OURS):
        if "/" not in name or ".." in name:
            return f'"{name}": write the path from src/'
        place = name.rpartition("/")[0]
        target = folder_of(place, ranks)
        if target is None:
            return f"{place} is not in layers.txt"
        if target != home and ranks[target] >= ranks[home]:
            return f"{home} may not include {target} (see layers.txt)"
        if home == "control/cli" and target == "core/record":
            return "control/cli never looks inside a record"
        return None
    if home.startswith("core/") and SOCKET_HEADERS.match(name):
        return f"core does no I/O: <{name}>"
    if name in ASIO_UMBRELLAS and (file.suffix == ".h" or not home.startswith("drivers/")):
        return f"<{name}> only in .cc files of drivers"
    return None


def main():
    found = list(complaints(sys.argv[1] if len(sys.argv) > 1 else "."))
    for complaint in found:
        print(complaint)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
