// Questions to the cluster, through the connections of a Producer (open one on admin_properties() where the
// admin client has credentials of its own). All of these BLOCK the calling thread, up to their patience: run
// them away from the loop.
#pragma once

#include <string>
#include <vector>

#include "drivers/kafka/producer.h"

namespace caskade::kafka {

struct ClusterInfo {
  std::string id;
  std::vector<std::string> brokers;  // host:port
};

struct TopicInfo {
  bool exists = false;  // the rest is for a topic that does
  int partitions = 0;
  int replication = 0;
};

struct NewTopic {
  std::string name;
  int partitions = -1;   // -1: the broker's default
  int replication = -1;  // -1: the broker's default
  Properties configs;    // such as cleanup.policy
};

// The start-up check: returns early, well before patience, with the reason when no broker can be reached or
// the login is refused.
Result<ClusterInfo> describe_cluster(Producer& client, milliseconds patience);

// Does not create the topic, whatever the broker's auto.create.topics.enable says.
Result<TopicInfo> describe_topic(Producer& client, const std::string& name, milliseconds patience);

// A topic that already exists is no error and is left as it is.
Result<> create_topic(Producer& client, const NewTopic& topic, milliseconds patience);

}  // namespace caskade::kafka
