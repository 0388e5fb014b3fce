#include "core/kcql/cursor.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "core/base/text.h"
#include "core/kcql/clause.h"
#include "core/kcql/printer.h"

namespace caskade::kcql {
namespace {

constexpr std::array<std::string_view, 7> building_words{"INSERT", "UPSERT", "UPDATE", "INTO",
                                                         "SELECT", "FROM",   "AS"};

std::string described(const Token& token) {
  return token.kind == TokenKind::end ? "the end of the text" : shown(token.text);
}

}  // namespace

const Token& Cursor::peek(std::size_t ahead) const {
  return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
}

const Token& Cursor::take() {
  const Token& token = peek();
  at_ = std::min(at_ + 1, tokens_.size() - 1);
  return token;
}

bool Cursor::take(char symbol) {
  const bool found = peek().is(symbol);
  if (found) take();
  return found;
}

bool Cursor::take(std::string_view keyword) {
  const bool found = is_keyword(peek(), keyword);
  if (found) take();
  return found;
}

Result<> Cursor::expect(char symbol, std::string_view expected) {
  if (!take(symbol)) return wrong(expected);
  return {};
}

Result<> Cursor::expect(std::string_view keyword, std::string_view expected) {
  if (!take(keyword)) return wrong(expected, keyword);
  return {};
}

bool Cursor::is_keyword(const Token& token, std::string_view keyword) const {
  if (!token.is_word() || !equals_ignoring_case(token.text, keyword)) return false;
  return strict() || token.text == keyword || token.text == to_lower(keyword);
}

bool Cursor::is_keyword(const Token& token) const {
  if (!token.is_word()) return false;
  if (const ClauseRow* row = find_clause(token.text)) return is_keyword(token, row->keyword);
  return std::ranges::any_of(building_words, [&](std::string_view word) { return is_keyword(token, word); });
}

Error Cursor::wrong(std::string_view expected, std::string_view near) const {
  const Token& token = peek();
  std::string hint;
  const bool same = equals_ignoring_case(token.text, near);
  if (token.is_word() && !near.empty() && !same && token.text.size() <= shown_bytes_max &&
      find_nearest(token.text, {&near, 1}))
    hint = fmt::format("; did you mean {}?", near);
  return source_.error(token.at, fmt::format("expected {}, not {}{}", expected, described(token), hint));
}

std::string Cursor::text_since(std::size_t begin) const {
  std::string text;
  for (std::size_t i = begin; i < at_; ++i) {
    const Token& token = tokens_[i];
    const Token& before = tokens_[i > begin ? i - 1 : i];
    const bool beside_symbol = token.kind == TokenKind::symbol || before.kind == TokenKind::symbol;
    const bool touches = token.is('.') || before.is('.') || (token.glued && beside_symbol);
    if (i > begin && !touches) text += ' ';
    if (token.kind == TokenKind::symbol || is_keyword(token)) {
      text += token.text;
    } else {
      text += quoted(token.text);
    }
  }
  return text;
}

}  // namespace caskade::kcql
