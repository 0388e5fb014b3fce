// Reads names: topics, tables, columns, and values of clauses. Quoted names are always names; a keyword
// without quotes is one only where it cannot be meant as a keyword.
#pragma once

#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/kcql/cursor.h"
#include "core/kcql/tree.h"

namespace caskade::kcql {

// Where the name stands; decides which keywords may be one.
enum class Place { topic, table, select_list, clause, parentheses };

// Whether a name can begin here.
bool at_name(const Cursor& cursor, Place place);

// The name in a token; double quotes around it, or inside its other quotes, make it exact.
Result<Name> to_name(const Cursor& cursor, const Token& token);

// a.b.c, at least one part.
Result<std::vector<Name>> read_path(Cursor& cursor, Place place, std::string_view expected);
// A column of a list, by its last part.
Result<Name> read_column(Cursor& cursor, Place place);
// a, b, c. A repeat is an error; the lenient dialect passes over it.
Result<std::vector<Name>> read_columns(Cursor& cursor, Place place);

// One text, dots inside it kept: a topic, a property.
Result<Token> read_text(Cursor& cursor, std::string_view expected);

}  // namespace caskade::kcql
