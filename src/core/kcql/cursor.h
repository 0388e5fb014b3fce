// Walks over the tokens of KCQL text for the parsers: looks ahead, takes, and words the errors. Lives during
// one parse. Keywords count in any case; the lenient dialect wants them all lower or all upper, as Stream
// Reactor does.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/kcql/lexer.h"
#include "core/kcql/source.h"

namespace caskade::kcql {

class Cursor {
 public:
  Cursor(std::vector<Token> tokens, Source source, Dialect dialect)
      : tokens_(std::move(tokens)), source_(source), dialect_(dialect) {}

  bool strict() const { return dialect_ == Dialect::strict; }
  const Source& source() const { return source_; }
  std::size_t index() const { return at_; }

  // The token now, or some later one; the end repeats for ever.
  const Token& peek(std::size_t ahead = 0) const;
  const Token& take();
  bool take(char symbol);
  bool take(std::string_view keyword);
  Result<> expect(char symbol, std::string_view expected);
  Result<> expect(std::string_view keyword, std::string_view expected);

  // Whether the statement is over: the end, or a `;`.
  bool at_end() const { return peek().kind == TokenKind::end || peek().is(';'); }
  bool is_keyword(const Token& token, std::string_view keyword) const;
  // Any keyword: those that build a statement, and the clauses'.
  bool is_keyword(const Token& token) const;

  // "expected a table name, not "x""; near adds "did you mean NEAR?" when the token looks like it.
  Error wrong(std::string_view expected, std::string_view near = {}) const;

  // The tokens from begin up to here as text, blanks made even.
  std::string text_since(std::size_t begin) const;

 private:
  std::vector<Token> tokens_;
  Source source_;
  Dialect dialect_;
  std::size_t at_ = 0;
};

}  // namespace caskade::kcql
