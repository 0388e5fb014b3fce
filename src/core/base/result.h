// Result<T>: a T or an Error. The only way functions here report failure; exceptions stay at the edges.
// TRY unwraps in ordinary functions, CO_TRY in coroutines:
//
//   TRY(auto length, reader.u16());        // declares length, or returns the error
//   TRY(reader.skip(length));              // same without a value
//   CO_TRY(Page page, co_await session.fetch(query));
#pragma once

#include <tl/expected.hpp>
#include <utility>

#include "core/base/error.h"

namespace caskade {

// tl::expected with our Error, made [[nodiscard]] and buildable from a bare Error.
template <class T = void>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using Base = tl::expected<T, Error>;
  using Base::Base;
  Result(Base base) : Base(std::move(base)) {}
  Result(Error error) : Base(tl::unexpected<Error>(std::move(error))) {}

  // Adds context to the error, if there is one.
  Result because(std::string_view context) && {
    if (!this->has_value()) this->error() = std::move(this->error()).because(context);
    return std::move(*this);
  }
};

}  // namespace caskade

#define CASKADE_JOIN_(a, b) a##b
#define CASKADE_JOIN(a, b) CASKADE_JOIN_(a, b)
#define CASKADE_PICK_(one, two, chosen, ...) chosen

#define CASKADE_TRY_BIND_(result, leave, declaration, ...) \
  auto result = (__VA_ARGS__);                             \
  if (!result) leave std::move(result).error();            \
  declaration = *std::move(result)
#define CASKADE_TRY_ONLY_(result, leave, ...) \
  if (auto result = (__VA_ARGS__); !result) leave std::move(result).error()

#define CASKADE_TRY1(leave, a) CASKADE_TRY_ONLY_(CASKADE_JOIN(try_, __COUNTER__), leave, a)
#define CASKADE_TRY2(leave, a, b) CASKADE_TRY_BIND_(CASKADE_JOIN(try_, __COUNTER__), leave, a, b)

#define TRY(...) CASKADE_PICK_(__VA_ARGS__, CASKADE_TRY2, CASKADE_TRY1, )(return, __VA_ARGS__)
#define CO_TRY(...) CASKADE_PICK_(__VA_ARGS__, CASKADE_TRY2, CASKADE_TRY1, )(co_return, __VA_ARGS__)
