using Enas.Host.Cli;
using Enas.Host.Service;
using Enas.Host.Tests.Cli;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Enas.Host.Tests.Service;

/// <summary>A ledger that is damaged, removed, somebody else's, or only looked at.</summary>
public sealed class LedgerFaultTests
{
    private static readonly Fire s_fire = new("a", new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), FireState.Queued);

    [Fact]
    public void Damaged_one_is_put_aside_each_under_its_own_name()
    {
        using var work = new WorkFolder();
        var path = FireLedger.PathOf(work.Root);
        foreach (var aside in new[] { path + ".damaged", path + ".damaged.2" })
        {
            work.Write(".service/fires.db", "garbage of " + aside);
            SqliteFile.Prepare(path, NullLogger.Instance);
            Assert.Equal("garbage of " + aside, File.ReadAllText(aside));
            using var ledger = new FireLedger(work.Root);
            Assert.True(ledger.Add(s_fire));
        }

        SqliteFile.Prepare(path, NullLogger.Instance);
        using var good = new FireLedger(work.Root);
        Assert.Single(good.Open());
    }

    [Fact]
    public void One_that_is_damaged_in_the_middle_is_found_before_it_is_used()
    {
        using var work = new WorkFolder();
        using (var ledger = new FireLedger(work.Root))
        {
            ledger.Add("a", Enumerable.Range(0, 500).Select(second => s_fire with { At = s_fire.At.AddSeconds(second) }), s_fire.At);
        }

        using (var file = File.OpenWrite(FireLedger.PathOf(work.Root)))
        {
            file.Seek(3 * 4096, SeekOrigin.Begin);
            file.Write(new byte[4096]);
        }

        SqliteFile.Prepare(FireLedger.PathOf(work.Root), NullLogger.Instance);
        Assert.True(File.Exists(FireLedger.PathOf(work.Root) + ".damaged"));
    }

    [Fact]
    public void Damaged_one_ends_every_other_verb_with_the_file_and_the_way_out()
    {
        using var work = new WorkFolder();
        work.Write(".service/fires.db", "garbage");
        foreach (var open in (Func<object?>[])[() => new FireLedger(work.Root), () => FireLedger.OpenToRead(work.Root)])
        {
            var failure = ErrorMapping.Of(Assert.Throws<StoreException>(open));
            Assert.Equal(ExitCodes.InputOutput, failure.ExitCode);
            Assert.StartsWith(FireLedger.PathOf(work.Root), Assert.Single(failure.Lines), StringComparison.Ordinal);
            Assert.Contains("enas serve", failure.Lines[0], StringComparison.Ordinal);
        }

        Assert.Equal("garbage", File.ReadAllText(FireLedger.PathOf(work.Root)));
    }

    [Theory]
    [InlineData(8, "chown")]
    [InlineData(10, "system's log")]
    [InlineData(13, "Make room")]
    [InlineData(14, "chown")]
    public void Fault_of_the_disk_or_of_rights_is_no_bug(int code, string wayOut)
    {
        var failure = ErrorMapping.Of(StoreException.Of("/runs/.service/fires.db", new SqliteException("words", code))!);
        Assert.Equal(ExitCodes.InputOutput, failure.ExitCode);
        Assert.Contains(wayOut, Assert.Single(failure.Lines), StringComparison.Ordinal);
        Assert.Null(StoreException.Of("/runs/.service/fires.db", new SqliteException("syntax error", 1)));
    }

    [Theory]
    [InlineData("UPDATE fires SET state = 'Nonsense' WHERE job = 'b'", "\"Nonsense\" is no state")]
    [InlineData("UPDATE fires SET state = '1' WHERE job = 'b'", "\"1\" is no state")]
    [InlineData("UPDATE fires SET at = 'garbage' WHERE job = 'b'", "at \"garbage\" is no instant")]
    [InlineData("UPDATE fires SET ended_at = '2026-99-01T00:00:00.000Z' WHERE job = 'b'",
        "ended_at \"2026-99-01T00:00:00.000Z\" is no instant")]
    [InlineData("UPDATE fires SET processes = 9000000000 WHERE job = 'b'",
        "processes 9000000000: allowed are whole numbers from 0 to 2147483647")]
    [InlineData("UPDATE fires SET priority = 99999999999 WHERE job = 'b'",
        "priority 99999999999: allowed are whole numbers from -2147483648 to 2147483647")]
    [InlineData("UPDATE fires SET exit_code = -99999999999 WHERE job = 'b'", "exit_code -99999999999: allowed")]
    [InlineData("UPDATE fires SET failed_attempts = -1 WHERE job = 'b'", "failed_attempts -1: allowed are whole numbers from 0 ")]
    [InlineData("UPDATE fires SET job = '../b' WHERE job = 'b'", "is a path")]
    [InlineData("UPDATE fires SET job = 'b' || char(27) || '[2J' WHERE job = 'b'", "cannot be seen")]
    [InlineData("UPDATE fires SET search = '/etc' WHERE job = 'b'", "is no name of a search's folder")]
    [InlineData("UPDATE fires SET search = '..' WHERE job = 'b'", "is no name of a search's folder")]
    public void Row_that_cannot_be_read_is_named_and_hides_no_other(string statement, string words)
    {
        using var work = new WorkFolder();
        using var ledger = new FireLedger(work.Root);
        foreach (var job in new[] { "a", "b", "c" })
        {
            ledger.Add(s_fire with { Job = job });
        }

        Assert.Empty(ledger.Unreadable());
        Change(work.Root, statement);
        Assert.Equal(["a", "c"], ledger.Open().Select(fire => fire.Job));
        Assert.Equal(["a", "c"], ledger.History(null, 9).Select(fire => fire.Job));
        Assert.All(ledger.Counts(), count => Assert.True(count.Count > 0));
        var fault = Assert.Single(ledger.Unreadable()).Words;
        Assert.StartsWith(FireLedger.PathOf(work.Root) + ": row 2 of fires", fault, StringComparison.Ordinal);
        Assert.Contains(words, fault, StringComparison.Ordinal);
        Assert.DoesNotContain('\x1b', fault);
    }

    [Fact]
    public void Mark_that_cannot_be_read_is_that_of_the_latest_fire()
    {
        using var work = new WorkFolder();
        using var ledger = new FireLedger(work.Root);
        ledger.Add("a", [s_fire, s_fire with { At = s_fire.At.AddHours(1) }], s_fire.At.AddHours(2));
        Change(work.Root, "UPDATE jobs SET seen_through = 'garbage'");
        Assert.Equal(s_fire.At.AddHours(1), ledger.SeenThrough("a"));
        Assert.Contains("is no instant", Assert.Single(ledger.Unreadable()).Words, StringComparison.Ordinal);
        ledger.Add("a", [], s_fire.At.AddHours(3));
        Assert.Empty(ledger.Unreadable());
    }

    [Fact]
    public void File_with_tables_that_are_not_ours_is_put_aside()
    {
        using var work = new WorkFolder();
        Directory.CreateDirectory(FireLedger.FolderOf(work.Root));
        Change(work.Root, "CREATE TABLE fires (job TEXT)");
        FireLedger.Prepare(work.Root, NullLogger.Instance);
        Assert.True(File.Exists(FireLedger.PathOf(work.Root) + ".damaged"));
        using var ledger = new FireLedger(work.Root);
        Assert.True(ledger.Add(s_fire));
    }

    [Fact]
    public void Ledger_of_before_there_were_steps_keeps_its_fires_and_takes_what_came_of_steps()
    {
        using var work = new WorkFolder();
        Directory.CreateDirectory(FireLedger.FolderOf(work.Root));
        Change(work.Root, """
            CREATE TABLE jobs (job TEXT PRIMARY KEY, seen_through TEXT) STRICT;
            CREATE TABLE fires (
              job TEXT NOT NULL, at TEXT NOT NULL, state TEXT NOT NULL, origin TEXT NOT NULL, priority INTEGER NOT NULL,
              failed_attempts INTEGER NOT NULL, processes INTEGER NOT NULL, exit_code INTEGER, fingerprint TEXT, reason TEXT,
              not_before TEXT NOT NULL, started_at TEXT, ended_at TEXT, search TEXT, PRIMARY KEY (job, at)) STRICT;
            INSERT INTO fires VALUES ('old', '2026-01-01T00:00:00.000Z', 'Done', 'schedule', 0, 0, 1, 0, 'f00', NULL,
              '2026-01-01T00:00:00.000Z', NULL, NULL, NULL);
            """);
        using (var read = FireLedger.OpenToRead(work.Root)!)
        {
            Assert.Equal(("old", null), (Assert.Single(read.History(null, 9)).Job, read.History(null, 9)[0].FollowUp));
        }

        FireLedger.Prepare(work.Root, NullLogger.Instance);
        Assert.False(File.Exists(FireLedger.PathOf(work.Root) + ".damaged"));
        using var ledger = new FireLedger(work.Root);
        using var beside = new FireLedger(work.Root);
        ledger.Update(ledger.History(null, 9)[0] with { FollowUp = """{"done":["train"]}""" });
        Assert.Equal("train", FollowUpRecord.Words(Assert.Single(beside.History(null, 9)).FollowUp));
        Assert.Empty(ledger.Unreadable());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("garbage")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"done":[]}""")]
    [InlineData("""{"done":[{}]}""")]
    public void What_is_no_record_of_steps_tells_none(string? kept) => Assert.Null(FollowUpRecord.Words(kept));

    [Fact]
    public void Version_changes_with_every_change_of_anybody()
    {
        using var work = new WorkFolder();
        using var ledger = new FireLedger(work.Root);
        var first = ledger.Version();
        Assert.Equal(first, ledger.Version());
        ledger.Add(s_fire);
        var second = ledger.Version();
        Assert.NotEqual(first, second);
        Change(work.Root, "UPDATE fires SET priority = 3");
        Assert.NotEqual(second, ledger.Version());
    }

    [Fact]
    public void Looking_leaves_no_trace()
    {
        using var work = new WorkFolder();
        var root = Path.Combine(work.Root, "a b#c%20?d;e"); // What a URI would take for something else.
        Assert.Null(FireLedger.OpenToRead(root));
        Assert.False(Directory.Exists(FireLedger.FolderOf(root)));
        using (var ledger = new FireLedger(root))
        {
            ledger.Add(s_fire);
            Assert.Equal(1, Seen(root)); // Beside a writer too, whose newest fire is not in the file itself yet.
        }

        Assert.Equal(["fires.db"], Files(root));
        Assert.Equal(1, Seen(root));
        Assert.Equal(["fires.db"], Files(root));
    }

    [Fact]
    public void One_that_was_removed_or_replaced_while_it_is_written_is_noticed()
    {
        using var work = new WorkFolder();
        using var ledger = new FireLedger(work.Root);
        ledger.Mark();
        ledger.RequireInPlace();
        Directory.Delete(FireLedger.FolderOf(work.Root), recursive: true);
        Assert.Contains("removed or replaced", Assert.Throws<StoreException>(ledger.RequireInPlace).Message, StringComparison.Ordinal);
        using var other = new FireLedger(work.Root);
        Assert.Throws<StoreException>(ledger.RequireInPlace);
        other.Mark();
        Assert.Throws<StoreException>(ledger.RequireInPlace);
    }

    private static void Change(string root, string statement)
    {
        using var connection = new SqliteConnection($"Data Source={FireLedger.PathOf(root)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements of this class.
        command.CommandText = statement;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static int Seen(string root)
    {
        using var ledger = FireLedger.OpenToRead(root)!;
        return ledger.History(null, 9).Count;
    }

    private static IEnumerable<string> Files(string root) =>
        Directory.EnumerateFiles(FireLedger.FolderOf(root)).Select(path => Path.GetFileName(path));
}
