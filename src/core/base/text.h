// Small text helpers used at the borders: trimming, splitting, and finding the word the user probably meant.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace caskade {

// The text without blanks at both ends; a view into the same memory.
std::string_view trimmed(std::string_view text);

// The pieces between separators, in order; empty pieces are kept. Views into the same memory.
std::vector<std::string_view> split(std::string_view text, char separator);

std::string to_lower(std::string_view text);
std::string to_upper(std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b);

// The candidate with the fewest edits from word (case ignored), if it is close enough to be a slip of the
// pen: at most a third of the word's length. Ties go to the earlier candidate.
std::optional<std::string_view> find_nearest(std::string_view word,
                                             std::span<const std::string_view> candidates);

// Whether the bytes are well-formed UTF-8 (RFC 3629).
bool is_utf8(std::string_view text);

}  // namespace caskade
