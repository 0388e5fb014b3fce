import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.cassandra.dht.Murmur3Partitioner;
import org.apache.cassandra.io.sstable.CQLSSTableWriter;

/**
 * Writes made-up rows straight into SSTable files, ready for `nodetool import`, and prints the CREATE TABLE.
 * Arguments: FOLDER SHAPE KEYSPACE TABLE FIRST ROWS THREADS. Files go to FOLDER/w0/KEYSPACE/TABLE and so on.
 *
 * Partitions are sorted by token first: the writer can then write in one pass, without a sorting buffer.
 * Row number n has the same content in every run of the same FIRST.
 */
public class LoadRows {
    /** What a table looks like and what its rows hold. */
    interface Shape {
        String columns();                    // with the primary key, as in CREATE TABLE
        String names();                      // of the columns, in the order of values()
        int rowsPerPartition();
        ByteBuffer key(long partition);
        Object[] values(long row, java.util.SplittableRandom random);
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        Shape shape = Shapes.named(args[1]);
        String keyspace = args[2], table = args[3];
        long first = Long.parseLong(args[4]), end = first + Long.parseLong(args[5]);
        int threads = Integer.parseInt(args[6]);
        String schema = "CREATE TABLE " + keyspace + "." + table + " (" + shape.columns() + ")";

        long firstPartition = first / shape.rowsPerPartition();
        int partitions = (int) ((end - 1) / shape.rowsPerPartition() - firstPartition + 1);
        int[] order = inTokenOrder(shape, firstPartition, partitions);
        Thread[] writers = new Thread[threads];
        for (int t = 0; t < threads; t++) {
            Path home = folder.resolve("w" + t).resolve(keyspace).resolve(table);
            int from = (int) ((long) partitions * t / threads);
            int to = (int) ((long) partitions * (t + 1) / threads);
            if (from < to) Files.createDirectories(home);
            String insert = insertInto(keyspace + "." + table, shape);
            writers[t] = new Thread(() -> {
                try (CQLSSTableWriter writer = open(home, schema, insert)) {
                    for (int p = from; p < to; p++) {
                        writePartition(writer, shape, firstPartition + order[p], first, end);
                    }
                } catch (Exception e) {
                    e.printStackTrace();
                    System.exit(1);
                }
            });
            if (from < to) writers[t].start();
        }
        for (Thread writer : writers) writer.join();
        System.out.println(schema);
        System.exit(0);  // Cassandra's classes leave threads behind
    }

    static String insertInto(String table, Shape shape) {
        String marks = "?, ".repeat(shape.names().split(",").length);
        String values = marks.substring(0, marks.length() - 2);
        return "INSERT INTO " + table + " (" + shape.names() + ") VALUES (" + values + ")";
    }

    static CQLSSTableWriter open(Path home, String schema, String insert) {
        return CQLSSTableWriter.builder().inDirectory(home.toString()).forTable(schema).using(insert)
            .withPartitioner(Murmur3Partitioner.instance).sorted().build();
    }

    static void writePartition(CQLSSTableWriter writer, Shape shape, long partition, long first, long end)
            throws Exception {
        var random = new java.util.SplittableRandom(partition);
        long from = Math.max(first, partition * shape.rowsPerPartition());
        long to = Math.min(end, (partition + 1) * shape.rowsPerPartition());
        for (long row = from; row < to; row++) writer.addRow(shape.values(row, random));
    }

    static long token(Shape shape, long partition) {
        return (long) Murmur3Partitioner.instance.getToken(shape.key(partition)).getTokenValue();
    }

    /** The partitions (at most 2^24), counted from the first one, in the order of their tokens. */
    static int[] inTokenOrder(Shape shape, long firstPartition, int count) {
        final long low = 0xFFFFFF;  // a token's upper 40 bits and the partition share a long: sorts fast
        long[] packed = new long[count];
        IntStream.range(0, count).parallel()
            .forEach(i -> packed[i] = token(shape, firstPartition + i) & ~low | i);
        Arrays.parallelSort(packed);
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = (int) (packed[i] & low);
            // neighbours that agree in the upper 40 bits (rare) are put right by their whole tokens
            for (int j = i; j > 0 && packed[j] >> 24 == packed[j - 1] >> 24
                    && token(shape, firstPartition + order[j]) < token(shape, firstPartition + order[j - 1]);
                    j--) {
                int o = order[j]; order[j] = order[j - 1]; order[j - 1] = o;
                long p = packed[j]; packed[j] = packed[j - 1]; packed[j - 1] = p;
            }
        }
        return order;
    }
}

/** The table of shapes. */
class Shapes {
    static LoadRows.Shape named(String name) throws Exception {
        switch (name) {
            case "single": return new Orders(false);
            case "wide": return new Orders(true);
            case "students": return new Students();
            default: throw new IllegalArgumentException("no shape " + name);
        }
    }
}

/** Thirteen columns of common types, about 236 bytes a row: one row a partition, or 10,000 of them (wide). */
class Orders implements LoadRows.Shape {
    static final int BUCKET = 10_000;
    static final String[] STATES = {"new", "paid", "shipped", "returned"};
    final boolean wide;
    final java.net.InetAddress[] addresses = new java.net.InetAddress[256];

    Orders(boolean wide) throws Exception {
        this.wide = wide;
        for (int i = 0; i < 256; i++) {
            addresses[i] = java.net.InetAddress.getByAddress(new byte[] {10, 1, 2, (byte) i});
        }
    }

    public String columns() {
        String rest = "user_id bigint, email text, status text, amount decimal, score double, "
            + "active boolean, created_at timestamp, ip inet, version int, payload text";
        return wide
            ? "bucket int, seq bigint, id uuid, " + rest + ", PRIMARY KEY ((bucket), seq)"
            : "id uuid PRIMARY KEY, bucket int, seq bigint, " + rest;
    }

    public String names() {
        return "id, bucket, seq, user_id, email, status, amount, score, active, created_at, ip, version, "
            + "payload";
    }

    public int rowsPerPartition() { return wide ? BUCKET : 1; }

    public ByteBuffer key(long partition) {
        if (wide) return ByteBuffer.allocate(4).putInt((int) partition).flip();
        java.util.UUID id = id(partition);
        return ByteBuffer.allocate(16).putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits()).flip();
    }

    public Object[] values(long row, java.util.SplittableRandom random) {
        char[] payload = new char[90];
        for (int j = 0; j < payload.length; j++) payload[j] = (char) ('a' + random.nextInt(26));
        long user = row % 100_003;
        return new Object[] {id(row), (int) (row / BUCKET), row, user, "user" + user + "@example.org",
            STATES[(int) (row & 3)], java.math.BigDecimal.valueOf(random.nextInt(1_000_000), 2),
            random.nextDouble(), (row & 1) == 0, new java.util.Date(1_700_000_000_000L + row),
            addresses[(int) (row & 255)], (int) (row % 17), new String(payload)};
    }

    /** A version 4 UUID made from the number of the row. */
    static java.util.UUID id(long row) {
        long h = row * 0x9E3779B97F4A7C15L;
        h ^= h >>> 32;
        return new java.util.UUID(h & ~0xF000L | 0x4000L,
            h * 0xD6E8FEB86659FD93L & 0x3fffffffffffffffL | 0x8000000000000000L);
    }
}

/** A small table with a timestamp, to read incrementally: row n was added n ms after a fixed moment. */
class Students implements LoadRows.Shape {
    public String columns() { return "id int PRIMARY KEY, name text, age int, timestamp_added timestamp"; }

    public String names() { return "id, name, age, timestamp_added"; }

    public int rowsPerPartition() { return 1; }

    public ByteBuffer key(long partition) { return ByteBuffer.allocate(4).putInt((int) partition).flip(); }

    public Object[] values(long row, java.util.SplittableRandom random) {
        var added = new java.util.Date(1_700_000_000_000L + row);
        return new Object[] {(int) row, "student-" + row, 18 + (int) (row % 10), added};
    }
}
