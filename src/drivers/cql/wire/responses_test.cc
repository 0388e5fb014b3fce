#include "drivers/cql/wire/responses.h"

#include "drivers/cql/wire/test_bytes.h"

namespace caskade::cql {
namespace {

template <class Message>
Message decoded(Answer answer, std::string_view body, const SharedColumns& known = {}) {
  auto result = decode_response(envelope(answer, hex(body)), known);
  EXPECT_TRUE(result) << result.error().what;
  if (!result) return {};
  EXPECT_TRUE(std::holds_alternative<Message>(result->response));
  return std::get<Message>(std::move(result->response));
}

bool is_refused(Answer answer, Buffer body, const SharedColumns& known = {}) {
  return !decode_response(envelope(answer, std::move(body)), known);
}

constexpr std::string_view golden_rows =
    "00000002 00000001 00000001 0006 73797374656d 0005 6c6f63616c 0003 6b6579 000d 00000001 00000005 "
    "6c6f63616c";

SharedColumns one_column() {
  return std::make_shared<const Columns>(Columns{{"system", "local", "key", CqlType{CqlKind::varchar}}});
}

TEST(Responses, Rows) {
  const Rows rows = decoded<Rows>({}, golden_rows);
  EXPECT_EQ(rows.page.row_count(), 1U);
  EXPECT_EQ(*rows.page.columns(), *one_column());
  EXPECT_TRUE(rows.page.is_last());
  EXPECT_TRUE(rows.new_result_metadata_id.empty());
  Cell cell;
  CellCursor cells = rows.page.cells();
  ASSERT_TRUE(cells.next(cell));
  EXPECT_EQ(as_text(*cell), "local");
  EXPECT_FALSE(cells.next(cell));
}

TEST(Responses, RowsShareTheColumnsKnown) {
  const SharedColumns known = one_column();
  EXPECT_EQ(decoded<Rows>({}, golden_rows, known).page.columns(), known);
  const Rows bare = decoded<Rows>({}, "00000002 00000004 00000001 00000001 00000001 78", known);
  EXPECT_EQ(bare.page.columns(), known);
  const SharedColumns other = std::make_shared<const Columns>(Columns{{"a", "b", "c", {}}});
  EXPECT_NE(decoded<Rows>({}, golden_rows, other).page.columns(), other);
}

TEST(Responses, RowsWithoutColumnsAnywhereAreRefused) {
  const Buffer bare = hex("00000002 00000004 00000001 00000001 00000001 78");
  EXPECT_TRUE(is_refused({}, bare));
  EXPECT_TRUE(is_refused({}, bare, std::make_shared<const Columns>()));
}

TEST(Responses, PagingStateComesBeforeTheNewId) {
  const Rows rows =
      decoded<Rows>({},
                    "00000002 0000000b 00000001 00000002 beef 0003 010203 0001 6b 0001 74 0001 63"
                    "0009 00000000");
  EXPECT_EQ(to_buffer(rows.page.paging_state()), hex("beef"));
  EXPECT_EQ(rows.new_result_metadata_id, hex("010203"));
  EXPECT_EQ(rows.page.row_count(), 0U);
  EXPECT_FALSE(rows.page.is_last());  // empty, but not the end
}

TEST(Responses, RowsOfSeveralTables) {
  const Rows rows = decoded<Rows>({},
                                  "00000002 00000000 00000002 0001 6b 0001 74 0001 63 0009"
                                  "0001 6b 0001 75 0001 64 0002 00000000");
  EXPECT_EQ((*rows.page.columns())[1].table, "u");
  EXPECT_EQ((*rows.page.columns())[1].type.kind, CqlKind::bigint);
}

TEST(Responses, RowCountsThatCannotFitAreRefused) {
  for (std::string_view count : {"00000003", "7fffffff", "ffffffff", "80000000"})
    EXPECT_TRUE(is_refused(
        {}, hex(std::string("00000002 00000004 00000001 ") + std::string(count) + "00000000 00000000"),
        one_column()))
        << count;
  EXPECT_TRUE(is_refused({}, hex("00000002 00000001 7fffffff 0001 6b 0001 74")));
  EXPECT_TRUE(is_refused({}, hex("00000002 00000001 ffffffff 0001 6b 0001 74")));
}

TEST(Responses, RowsWithoutColumnsClaimNothing) {
  EXPECT_TRUE(is_refused({}, hex("00000002 00000000 00000000 7fffffff")));
  EXPECT_EQ(decoded<Rows>({}, "00000002 00000000 00000000 00000000").page.row_count(), 0U);
}

TEST(Responses, PreparedOnV5) {
  const Prepared prepared = decoded<Prepared>(
      {},
      "00000004 0002 aabb 0001 cc 00000001 00000001 00000001 0000 0001 6b 0001 74 0001 63 0009"
      "00000001 00000001 0001 6b 0001 74 0001 76 000d");
  EXPECT_EQ(prepared.prepared, (PreparedId{hex("aabb"), hex("cc")}));
  EXPECT_EQ(prepared.bound, (Columns{{"k", "t", "c", CqlType{CqlKind::int_}}}));
  EXPECT_EQ(prepared.partition_key, std::vector<std::uint16_t>{0});
  EXPECT_EQ(prepared.columns->at(0).name, "v");
}

TEST(Responses, PreparedOnV4WithoutMarkersOrRows) {
  const Prepared prepared =
      decoded<Prepared>({.version = 4}, "00000004 0002 aabb 00000000 00000000 00000000 00000004 00000000");
  EXPECT_EQ(prepared.prepared, (PreparedId{hex("aabb"), {}}));
  EXPECT_TRUE(prepared.bound.empty());
  EXPECT_TRUE(prepared.columns->empty());
}

TEST(Responses, OtherResults) {
  decoded<Void>({}, "00000001");
  EXPECT_EQ(decoded<SetKeyspace>({}, "00000003 0002 6b73").keyspace, "ks");
  const auto change =
      decoded<SchemaChange>({}, "00000005 0007 44524f50504544 0005 5441424c45 0002 6b73 0001 74");
  EXPECT_EQ(change.change, "DROPPED");
  EXPECT_EQ(change.target, "TABLE");
  EXPECT_EQ(change.keyspace, "ks");
  EXPECT_EQ(change.name, "t");
  EXPECT_TRUE(is_refused({}, hex("00000006")));
}

TEST(Responses, Handshake) {
  decoded<Ready>({.opcode = Opcode::ready}, "");
  EXPECT_EQ(decoded<Authenticate>({.opcode = Opcode::authenticate}, "0003 612e42").java_class, "a.B");
  EXPECT_EQ(decoded<AuthChallenge>({.opcode = Opcode::auth_challenge}, "00000001 07").token, hex("07"));
  EXPECT_TRUE(decoded<AuthSuccess>({.opcode = Opcode::auth_success}, "ffffffff").token.empty());
  const auto supported =
      decoded<Supported>({.opcode = Opcode::supported}, "0001 0001 61 0002 0001 78 0001 79");
  EXPECT_EQ(supported.options, (std::multimap<std::string, std::string>{{"a", "x"}, {"a", "y"}}));
}

TEST(Responses, Events) {
  const Answer event{.opcode = Opcode::event, .stream = event_stream};
  const auto status = decoded<Event>(event, "000d 5354415455535f4348414e4745 0002 5550 04 7f000001 00002352");
  EXPECT_TRUE(std::get<StatusChange>(status.what).is_up);
  EXPECT_EQ(std::get<StatusChange>(status.what).node, (InetAddress{"127.0.0.1", 9042}));
  const auto topology = decoded<Event>(event,
                                       "000f 544f504f4c4f47595f4348414e4745 0008 4e45575f4e4f4445"
                                       "10 20010db8000000000000000000000001 00002352");
  EXPECT_EQ(std::get<TopologyChange>(topology.what).change, "NEW_NODE");
  EXPECT_EQ(std::get<TopologyChange>(topology.what).node.host, "2001:db8::1");
  const auto schema =
      decoded<Event>(event,
                     "000d 534348454d415f4348414e4745 0007 43524541544544 0008 46554e4354494f4e"
                     "0001 6b 0001 66 0001 0003 696e74");
  EXPECT_EQ(std::get<SchemaChange>(schema.what).argument_types, std::vector<std::string>{"int"});
  EXPECT_EQ(std::get<UnknownEvent>(decoded<Event>(event, "0001 58").what).type, "X");
  EXPECT_TRUE(is_refused(event, hex("000d 5354415455535f4348414e4745 0002 5550 03 7f0000 00002352")));
  EXPECT_TRUE(is_refused(event, hex("000d 5354415455535f4348414e4745 0002 5550 04 7f000001 00012352")));
}

TEST(Responses, TracingWarningsAndPayloadComeFirst) {
  const Answer answer{.flags = header_flag::tracing | header_flag::warning | header_flag::custom_payload};
  const std::string prefix =
      "00112233445566778899aabbccddeeff 0001 0004 736c6f77 0001 0001 6b 00000002 beef ";
  auto result = decode_response(envelope(answer, hex(prefix + std::string(golden_rows))));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->warnings, std::vector<std::string>{"slow"});
  EXPECT_EQ(result->payload, (std::map<std::string, Buffer>{{"k", hex("beef")}}));
  const Rows& rows = std::get<Rows>(result->response);
  Cell cell;
  ASSERT_TRUE(rows.page.cells().next(cell));
  EXPECT_EQ(as_text(*cell), "local");
}

TEST(Responses, RowsStayInTheirBuffer) {
  Envelope message = envelope({}, hex(golden_rows));
  const std::byte* place = message.body.data();
  auto result = decode_response(std::move(message));
  Cell cell;
  ASSERT_TRUE(std::get<Rows>(result->response).page.cells().next(cell));
  EXPECT_EQ(cell->data(), place + 42);
}

TEST(Responses, RequestsAreNoAnswers) {
  EXPECT_TRUE(is_refused({.opcode = Opcode::query}, hex("00000000")));
  EXPECT_TRUE(is_refused({.opcode = static_cast<Opcode>(0xff)}, {}));
}

// One whole body of each kind; no prefix of it may pass, and bytes after it change nothing.
struct Sample {
  Answer answer;
  std::string_view body;
};
constexpr Sample samples[]{
    {{}, "00000001"},
    {{}, "00000003 0002 6b73"},
    {{}, "00000005 0007 43524541544544 0009 414747524547415445 0001 6b 0001 66 0001 0003 696e74"},
    {{}, golden_rows},
    {{},
     "00000002 0000000b 00000001 00000002 beef 0003 010203 0001 6b 0001 74 0001 63 0009 00000001 00000000"},
    {{},
     "00000004 0002 aabb 0001 cc 00000001 00000001 00000001 0000 0001 6b 0001 74 0001 63 0009"
     "00000001 00000001 0001 6b 0001 74 0001 76 0021 000d 0022 0009"},
    {{.flags = header_flag::tracing | header_flag::warning | header_flag::custom_payload},
     "00112233445566778899aabbccddeeff 0001 0004 736c6f77 0001 0001 6b 00000002 beef 00000001"},
    {{.opcode = Opcode::authenticate}, "0003 612e42"},
    {{.opcode = Opcode::auth_challenge}, "00000001 07"},
    {{.opcode = Opcode::auth_success}, "00000001 07"},
    {{.opcode = Opcode::supported}, "0001 0001 61 0002 0001 78 0001 79"},
    {{.opcode = Opcode::event}, "000d 5354415455535f4348414e4745 0002 5550 04 7f000001 00002352"},
    {{.opcode = Opcode::event},
     "000d 534348454d415f4348414e4745 0007 43524541544544 0004 54595045 0001 6b 0001 74"},
    {{.opcode = Opcode::error}, "00000000 0001 78"},
    {{.opcode = Opcode::error}, "00001000 0001 78 0006 00000002 00000001"},
    {{.opcode = Opcode::error}, "00001100 0001 78 0008 00000001 00000002 0003 434153 0002"},
    {{.opcode = Opcode::error}, "00001200 0001 78 0006 00000001 00000002 00"},
    {{.opcode = Opcode::error}, "00001300 0001 78 0006 00000001 00000002 00000001 04 0a000001 0001 00"},
    {{.opcode = Opcode::error, .version = 4}, "00001300 0001 78 0006 00000001 00000002 00000001 00"},
    {{.opcode = Opcode::error}, "00001400 0001 78 0001 6b 0001 66 0001 0003 696e74"},
    {{.opcode = Opcode::error},
     "00001500 0001 78 0006 00000001 00000002 00000001 04 0a000001 0005 0003 434153"},
    {{.opcode = Opcode::error}, "00001700 0001 78 0008 00000001 00000002"},
    {{.opcode = Opcode::error}, "00002400 0001 78 0001 6b 0001 74"},
    {{.opcode = Opcode::error}, "00002500 0001 78 0002 aabb"},
};

TEST(Responses, EveryTruncationIsRefused) {
  for (const Sample& sample : samples) {
    const Buffer body = hex(sample.body);
    for (std::size_t size = 0; size < body.size(); ++size) {
      // A page's cells are the cursor's to check; what the count asks for is there from its last cell's
      // length on.
      const bool is_in_cells = sample.body == golden_rows && size >= 42;
      EXPECT_EQ(is_refused(sample.answer, to_buffer(Bytes(body).first(size))), !is_in_cells)
          << sample.body << " cut to " << size;
    }
  }
}

TEST(Responses, BytesBehindTheMessageAreIgnored) {
  for (const Sample& sample : samples)
    EXPECT_FALSE(is_refused(sample.answer, joined({hex(sample.body), hex("00ff00")}))) << sample.body;
}

}  // namespace
}  // namespace caskade::cql
