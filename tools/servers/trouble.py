"""The one exception of these tools: a sentence for the user that also says what to do next."""

import shutil


class Trouble(Exception):
    """Ends the command: the text is printed and the exit code is 1."""


def need_program(name: str, package: str) -> str:
    """The full path of a program, or a sentence that names the Debian package to install."""
    path = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin:/usr/local/sbin")
    if path is None:
        raise Trouble(f"The program '{name}' is missing. Install it with: apt-get install {package}")
    return path
