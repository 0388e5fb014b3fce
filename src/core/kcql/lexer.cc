#include "core/kcql/lexer.h"

#include <string_view>

namespace caskade::kcql {
namespace {

constexpr std::string_view blanks = " \t\r\n\f\v";
constexpr std::string_view symbols = ".,;=()*";

class Lexer {
 public:
  Lexer(const Source& source, Piece piece, Dialect dialect)
      : source_(source),
        text_(source.text.substr(0, piece.end)),
        at_(piece.begin),
        place_(piece.at),
        strict_(dialect == Dialect::strict) {}

  Result<std::vector<Token>> run() {
    Position end = place_;
    while (true) {
      const bool glued = !skip_blanks() && !tokens_.empty();
      if (at_ == text_.size()) break;
      TRY(const bool found, token(glued));
      if (found) end = place_;
    }
    tokens_.push_back({.kind = TokenKind::end, .text = {}, .at = end});
    return std::move(tokens_);
  }

 private:
  char front() const { return text_[at_]; }
  std::string_view rest() const { return text_.substr(at_); }
  char take() {
    advance(place_, front());
    return text_[at_++];
  }
  bool skip_blanks() {
    bool any = dropped_;
    dropped_ = false;
    for (; at_ < text_.size() && blanks.find(front()) != blanks.npos; any = true)
      take();
    return any;
  }

  // Adds the next token; false when the lenient reading drops a character instead.
  Result<bool> token(bool glued) {
    const char c = front();
    if (strict_) TRY(refuse_comment());
    if (c == '`' || c == '\'' || (c == '"' && strict_)) return quoted(glued);
    if (symbols.find(c) != symbols.npos) return add({TokenKind::symbol, std::string(1, take()), glued});
    if (!is_word_character(c)) return stray();
    Token word{TokenKind::word, {}, glued, place_};
    while (at_ < text_.size() && is_word_character(front()))
      word.text += take();
    tokens_.push_back(std::move(word));
    return true;
  }

  bool add(Token symbol) {
    symbol.at = {place_.line, place_.column - 1};
    tokens_.push_back(std::move(symbol));
    return true;
  }

  Result<> refuse_comment() const {
    bool comment = front() == '*' && at_ > 0 && text_[at_ - 1] == '/';
    for (const std::string_view opening : {"--", "//", "/*", "#"})
      comment |= rest().starts_with(opening);
    if (comment) return source_.error(place_, "KCQL has no comments; take this one out");
    return {};
  }

  Result<bool> stray() {
    if (strict_) {
      std::size_t length = 1;
      while (at_ + length < text_.size() && (static_cast<unsigned char>(text_[at_ + length]) & 0xC0) == 0x80)
        ++length;
      return source_.error(place_, "unexpected character " + shown(rest().substr(0, length)));
    }
    take();
    dropped_ = true;
    return false;
  }

  Result<bool> quoted(bool glued) {
    const char quote = front();
    if (!closes(quote)) {
      if (strict_) return source_.error(place_, std::string("this ") + quote + " is never closed");
      return stray();
    }
    const TokenKind kind = quote == '`'    ? TokenKind::backticks
                           : quote == '\'' ? TokenKind::single_quotes
                                           : TokenKind::double_quotes;
    Token token{kind, {}, glued, place_};
    take();
    while (true) {
      const char c = take();
      const bool doubled = strict_ && c == quote && quote != '`' && at_ < text_.size() && front() == quote;
      if (c == quote && !doubled) break;
      token.text += doubled ? take() : c;
    }
    tokens_.push_back(std::move(token));
    return true;
  }

  bool closes(char quote) const {
    std::size_t end = text_.find(quote, at_ + 1);
    if (!strict_)
      return end != text_.npos && (quote == '`' || rest().substr(0, end - at_).find('\n') == text_.npos);
    while (quote != '`' && end != text_.npos && end + 1 < text_.size() && text_[end + 1] == quote)
      end = text_.find(quote, end + 2);
    return end != text_.npos;
  }

  const Source& source_;
  std::string_view text_;
  std::size_t at_;
  Position place_;
  bool strict_;
  bool dropped_ = false;
  std::vector<Token> tokens_;
};

}  // namespace

bool is_word_character(char c) {
  constexpr std::string_view others = "_@-+/{}:";
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         others.find(c) != others.npos;
}

void advance(Position& at, char c) {
  if (c == '\n') {
    at = {at.line + 1, 1};
  } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {
    ++at.column;
  }
}

Result<std::vector<Token>> read_tokens(const Source& source, Piece piece, Dialect dialect) {
  return Lexer(source, piece, dialect).run();
}

}  // namespace caskade::kcql
