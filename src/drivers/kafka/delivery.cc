#include "drivers/kafka/delivery.h"

#include <algorithm>
#include <utility>

namespace caskade::kafka {

bool Delivery::settle(std::size_t count, const Error* failure) {
  unsettled_ -= std::min(count, unsettled_);  // after abandon() nothing is left to count
  if (failure) {
    failed_ += count;
    // A lasting error tells more than one that it brought upon its neighbours.
    if (!error_ || (error_->retriable && !failure->retriable)) error_ = *failure;
  }
  if (unsettled_ > 0) return false;
  if (Done done = std::exchange(done_, nullptr)) done({std::move(messages_), failed_, std::move(error_)});
  return true;
}

void Delivery::abandon(Error error, bool keep_messages) {
  failed_ += std::exchange(unsettled_, 0);
  if (!error_) error_ = std::move(error);
  DeliveryOutcome outcome{keep_messages ? Messages{} : std::move(messages_), failed_, std::move(error_)};
  if (Done done = std::exchange(done_, nullptr)) done(std::move(outcome));
}

}  // namespace caskade::kafka
