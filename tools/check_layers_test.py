"""The layer check must be able to fail: each rule is broken once in a toy tree."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

from check_layers import complaints

TOOL = pathlib.Path(__file__).with_name("check_layers.py")
LAYERS = "# order\ncore/base\ncore/record\ndrivers/io\nflow/read flow/encode\ncontrol/cli\n"


class CheckLayers(unittest.TestCase):
    def complaints_of(self, path, text):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "layers.txt").write_text(LAYERS)
            file = root / "src" / path
            file.parent.mkdir(parents=True)
            file.write_text(text + "\n")
            return list(complaints(root))

    def test_lower_folders_and_oneself_are_fine(self):
        self.assertEqual(self.complaints_of("flow/read/a.h", '#include "core/base/x.h"\n#include "flow/read/b.h"'), [])

    def test_main_sees_everything(self):
        self.assertEqual(self.complaints_of("main.cc", '#include "control/cli/x.h"'), [])

    def test_peers_do_not_see_each_other(self):
        self.assertEqual(self.complaints_of("flow/encode/json.h", '#include "flow/read/x.h"'),
                         ["src/flow/encode/json.h:1: flow/encode may not include flow/read (see layers.txt)"])

    def test_higher_folders_are_out_of_reach(self):
        self.assertEqual(len(self.complaints_of("core/base/a.cc", '#include "drivers/io/x.h"')), 1)

    def test_a_folder_without_rank_is_refused(self):
        self.assertEqual(self.complaints_of("flow/extra/a.h", ""), ["src/flow/extra/a.h: folder flow/extra is not in layers.txt"])

    def test_core_does_no_io(self):
        self.assertEqual(len(self.complaints_of("core/base/a.h", "#include <boost/asio/awaitable.hpp>")), 1)
        self.assertEqual(len(self.complaints_of("core/base/a.cc", "#include <sys/socket.h>")), 1)

    def test_umbrella_headers_stay_in_driver_sources(self):
        self.assertEqual(len(self.complaints_of("drivers/io/a.h", "#include <boost/asio.hpp>")), 1)
        self.assertEqual(self.complaints_of("drivers/io/a.cc", "#include <boost/asio.hpp>"), [])

    def test_no_spelling_of_an_include_escapes(self):
        for line in ('#include <drivers/io/x.h>', '#  include "drivers/io/x.h"', '#include "../../drivers/io/x.h"',
                     '#include "x.h"', '#include "drivers/io/with-dash.h"', '#include "extra/x.h"'):
            self.assertEqual(len(self.complaints_of("core/base/a.h", line)), 1, line)

    def test_the_command_line_never_looks_inside_a_record(self):
        self.assertEqual(len(self.complaints_of("control/cli/a.cc", '#include "core/record/page.h"')), 1)

    def test_subfolders_belong_to_their_folder(self):
        self.assertEqual(self.complaints_of("drivers/io/wire/a.h", '#include "drivers/io/x.h"'), [])

    def test_the_program_turns_red(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "layers.txt").write_text(LAYERS)
            (root / "src/core/base").mkdir(parents=True)
            (root / "src/core/base/a.h").write_text('#include "drivers/io/x.h"\n')
            run = subprocess.run([sys.executable, TOOL, root], capture_output=True, text=True)
            self.assertEqual((run.returncode, run.stdout),
                             (1, "src/core/base/a.h:1: core/base may not include drivers/io (see layers.txt)\n"))


if __name__ == "__main__":
    unittest.main()
