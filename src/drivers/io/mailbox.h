// A bounded queue between coroutines of one loop. The bound is in bytes, as the giver counts them: a full box
// makes the giver wait, an empty one the taker. An item larger than the bound may pass when the box is empty,
// so nothing can jam. One taker, any number of givers.
#pragma once

#include <deque>

#include "drivers/io/waiter.h"

namespace caskade::io {

template <class Item>
class Mailbox {
 public:
  Mailbox(Executor executor, std::size_t bytes_max)
      : executor_(executor), filled_(executor), bytes_max_(bytes_max) {}

  std::size_t bytes() const { return bytes_; }

  // Waits for room, then puts the item at the end.
  boost::asio::awaitable<void> put(Item item, std::size_t item_bytes) {
    while (bytes_ > 0 && bytes_ + item_bytes > bytes_max_) {
      givers_.push_back(std::make_shared<Waiter>(executor_));
      auto mine =
          givers_
              .back();  // shared with put()'s own frame, so that a cancelled giver leaves no dangling entry
      co_await mine->wait();
    }
    bytes_ += item_bytes;
    items_.push_back({std::move(item), item_bytes});
    filled_.notify();
  }

  // Waits for an item.
  boost::asio::awaitable<Item> take() {
    while (items_.empty())
      co_await filled_.wait();
    Entry entry = std::move(items_.front());
    items_.pop_front();
    bytes_ -= entry.bytes;
    while (!givers_.empty()) {
      givers_.front()->notify();
      givers_.pop_front();
    }
    co_return std::move(entry.item);
  }

 private:
  struct Entry {
    Item item;
    std::size_t bytes;
  };
  Executor executor_;
  Waiter filled_;
  std::deque<std::shared_ptr<Waiter>> givers_;
  std::deque<Entry> items_;
  std::size_t bytes_ = 0;
  std::size_t bytes_max_;
};

}  // namespace caskade::io
