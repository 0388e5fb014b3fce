#include "core/base/time.h"

#include <fmt/format.h>

#include "core/base/text.h"

namespace caskade {
namespace {

// Walks over the text of a timestamp; every step says whether it matched.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool done() const { return rest_.empty(); }
  bool accept(char wanted) {
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }
  // Exactly `digits` decimal digits.
  bool number(std::size_t digits, int& value) {
    if (rest_.size() < digits) return false;
    value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      if (rest_[i] < '0' || rest_[i] > '9') return false;
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(digits);
    return true;
  }
  // Any number of fraction digits, as milliseconds.
  bool fraction(int& millis) {
    int count = 0;
    millis = 0;
    for (; !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; ++count, rest_.remove_prefix(1))
      if (count < 3) millis = millis * 10 + (rest_.front() - '0');
    for (int i = count; i < 3; ++i)
      millis *= 10;
    return count > 0;
  }

 private:
  std::string_view rest_;
};

struct Parts {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, millis = 0, offset_minutes = 0;
};

bool scan_time(Scanner& scan, Parts& parts) {
  if (!scan.number(2, parts.hour) || !scan.accept(':') || !scan.number(2, parts.minute)) return false;
  if (scan.accept(':') && !scan.number(2, parts.second)) return false;
  return !scan.accept('.') || scan.fraction(parts.millis);
}

bool scan_zone(Scanner& scan, Parts& parts) {
  if (scan.done() || scan.accept('Z')) return scan.done();
  const int sign = scan.accept('-') ? -1 : scan.accept('+') ? 1 : 0;
  int hours = 0, minutes = 0;
  if (sign == 0 || !scan.number(2, hours)) return false;
  scan.accept(':');
  if (!scan.done() && !scan.number(2, minutes)) return false;
  parts.offset_minutes = sign * (hours * 60 + minutes);
  return scan.done();
}

bool scan_all(Scanner& scan, Parts& parts) {
  if (!scan.number(4, parts.year) || !scan.accept('-') || !scan.number(2, parts.month) || !scan.accept('-') ||
      !scan.number(2, parts.day))
    return false;
  if ((scan.accept('T') || scan.accept(' ')) && !scan_time(scan, parts)) return false;
  return scan_zone(scan, parts);
}

}  // namespace

Timestamp now_utc() {
  return std::chrono::duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch());
}

Result<Timestamp> parse_timestamp(std::string_view text) {
  using namespace std::chrono;
  Parts parts;
  Scanner scan(trimmed(text));
  const bool shaped = scan_all(scan, parts);
  const year_month_day date{year(parts.year), month(static_cast<unsigned>(parts.month)),
                            day(static_cast<unsigned>(parts.day))};
  if (!shaped || !date.ok() || parts.hour > 23 || parts.minute > 59 || parts.second > 59)
    return Error{Fault::config,
                 fmt::format("\"{}\" is not a point in time; write it like 2024-01-31T12:30:00.000Z", text)};
  return sys_days(date).time_since_epoch() + hours(parts.hour) +
         minutes(parts.minute - parts.offset_minutes) + seconds(parts.second) + milliseconds(parts.millis);
}

std::string to_iso8601(Timestamp time) {
  using namespace std::chrono;
  const auto date = floor<days>(time);
  const year_month_day ymd{sys_days(date)};
  const hh_mm_ss clock(time - date);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(ymd.year()),
                     static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count());
}

}  // namespace caskade
