#include "core/base/log.h"

namespace caskade {

Log Log::with_context(std::string context) const {
  Log other = *this;
  other.context_ = std::move(context);
  return other;
}

void Log::write(LogLevel level, std::string_view sentence, Fields fields) const {
  if (sink_) sink_->write(level, context_, sentence, {fields.begin(), fields.size()});
}

}  // namespace caskade
