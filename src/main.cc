#include "control/cli/commands.h"

int main(int argc, char** argv) { return caskade::cli::run_command(argc, argv); }
