// The command line: one table of commands. main() hands everything over.
#pragma once

namespace caskade::cli {

// Runs the command and gives the process's exit code.
int run_command(int argc, char** argv);

}  // namespace caskade::cli
