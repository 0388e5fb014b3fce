// Cuts KCQL into words, quoted texts and symbols. Strict: `;` ends a statement only outside quotes, comments
// and stray characters are errors. Lenient does as Stream Reactor: a double quote or stray character is
// dropped, and the caller has already cut at every `;`.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/kcql/source.h"
#include "core/kcql/tree.h"

namespace caskade::kcql {

enum class Dialect { strict, lenient };

enum class TokenKind { word, backticks, single_quotes, double_quotes, symbol, end };

struct Token {
  TokenKind kind = TokenKind::end;
  std::string text;    // without quotes; a symbol is one of . , ; = ( ) *
  bool glued = false;  // nothing stands between it and the token before
  Position at;

  bool is(char symbol) const { return kind == TokenKind::symbol && text[0] == symbol; }
  bool is_word() const { return kind == TokenKind::word; }
  bool is_quoted() const {
    return kind == TokenKind::backticks || kind == TokenKind::single_quotes ||
           kind == TokenKind::double_quotes;
  }
};

// A part of the source's text and where it starts.
struct Piece {
  std::size_t begin = 0;
  std::size_t end = 0;
  Position at;
};

// Letters, digits and _ @ - + / { } : make words.
bool is_word_character(char c);

// The last token is always TokenKind::end, placed right after the one before it.
Result<std::vector<Token>> read_tokens(const Source& source, Piece piece, Dialect dialect);

// The place after this character.
void advance(Position& at, char c);

}  // namespace caskade::kcql
