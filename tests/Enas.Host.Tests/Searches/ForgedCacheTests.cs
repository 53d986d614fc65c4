using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Readings;
using Enas.Host.Searches;
using Enas.Host.Tests.Cli;
using Enas.Host.Tests.Verbs.Sql;
using Enas.TestKit.Faults;

namespace Enas.Host.Tests.Searches;

/// <summary>
/// A reading cache that somebody made anew, its own digests right: what contradicts the log is not used, and what readers cannot see
/// without reading all of the log is what <c>audit</c> tells.
/// </summary>
public sealed class ForgedCacheTests : IDisposable
{
    private const int Rounds = 300;
    private const string Query = "SELECT count(*) AS n, sum(reward) AS s FROM events";

    private readonly WorkFolder _work = new();

    private string Search => Path.Combine(_work.Root, "large");

    private string Record => Path.Combine(Search, "export", "reading-cache.json");

    private string Events => Path.Combine(Search, "export", "reading-cache.parquet");

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task What_contradicts_the_log_is_not_used()
    {
        await LargeLog.CreateAsync(Search, Rounds);
        await LargeLog.CreateAsync(Path.Combine(_work.Root, "other"), Rounds + 1);
        var (record, events) = (await File.ReadAllTextAsync(Record), await File.ReadAllBytesAsync(Events));
        var (shown, answered) = (await SayAsync("show", "large", "--json"), await SayAsync("sql", "large", Query, "--csv"));
        Assert.Null(await CacheFindingAsync());
        foreach (var forge in (Action<JsonObject>[])
        [
            json => json["EventCount"] = 7,
            json => json["FactCount"] = 7,
            json => json["EventHead"] = new string('0', 64),
            json => json["FactHead"] = new string('0', 64),
            json => json["LastEventType"] = "alert",
            json => json["IsComplete"] = false,
            json => Summary(json, summary => summary["StepCount"] = 1_000_000),
            json => Summary(json, summary => summary["SampleCount"] = -1),
            json => Summary(json, summary => summary["Best"]!["Tokens"] = "3 0 99 0 1"),
            json => Summary(json, summary => summary["RewardCount"] = (long)summary["RewardCount"]! + 1),
            json => Summary(json, summary => summary["Baseline"] = "NaN"),
            json => Summary(json, summary => summary["Best"] = null),
            json => Summary(json, summary => summary["Rare"] = null),
            json => Summary(json, summary => summary["Rare"] = new JsonArray(null, null)),
            json => Summary(json, summary => summary["Rare"]!.AsArray().RemoveAt(0)),
        ])
        {
            Forge(record, forge);
            Assert.Equal(shown, await SayAsync("show", "large", "--json"));
        }

        // The rows of another search, and the right rows once more.
        var others = await File.ReadAllBytesAsync(Path.Combine(_work.Root, "other", "export", "reading-cache.parquet"));
        await File.WriteAllBytesAsync(Events, others);
        Forge(record, json =>
            (json["EventsSha256"], json["EventsBytes"]) = (Convert.ToHexStringLower(SHA256.HashData(others)), others.Length));
        Assert.Equal(answered, await SayAsync("sql", "large", Query, "--csv"));
        await File.WriteAllBytesAsync(Events, events);
        await File.WriteAllTextAsync(Record, record);
        Assert.Equal(answered, await SayAsync("sql", "large", Query, "--csv"));
    }

    [Fact]
    public async Task What_only_the_whole_log_can_contradict_is_told_by_an_audit()
    {
        await LargeLog.CreateAsync(Search, Rounds);
        Forge(await File.ReadAllTextAsync(Record), json => Summary(json, summary => summary["RewardSum"] = 12.5));
        Assert.Contains("remove export/reading-cache.*: nothing is lost with it", await CacheFindingAsync(), StringComparison.Ordinal);
        File.Delete(Record);
        Assert.Null(await CacheFindingAsync());
    }

    [Fact]
    public async Task Each_cache_that_readers_pass_over_gets_one_note()
    {
        await LargeLog.CreateAsync(Search, Rounds);
        var (record, events) = (await File.ReadAllTextAsync(Record), await File.ReadAllBytesAsync(Events));
        Assert.Null(await NoteAsync());
        foreach (var (forge, words) in (IEnumerable<(Action<JsonObject>, string)>)[
            (json => json["EventCount"] = (long)json["EventCount"]! - 1,
                "what it says of the end of the log is not what the log has there"),
            (json => json["SegmentsSha256"] = new string('0', 64), "the segments are not those that it was made from"),
            (json => json["IsComplete"] = !(bool)json["IsComplete"]!, "what it says of the end of the search is not what the log has"),
            (json => json["SegmentCount"] = 1_000_000, "it is said to stand for 1000000 segments"),
            (json => json["Program"] = "9.9.9", "it was made by version 9.9.9 of enas"),
            (json => json["Format"] = 7, "its format is not the one that this version reads")])
        {
            Forge(record, forge);
            Assert.Contains(words, await NoteAsync(), StringComparison.Ordinal);
        }

        await File.WriteAllTextAsync(Record, record + " ");
        Assert.Contains("it is not whole", await NoteAsync(), StringComparison.Ordinal);
        foreach (var (put, words) in (IEnumerable<(Action<string>, string)>)[
            (SpecialFiles.CreateNamedPipe, "is a named pipe"), (SpecialFiles.CreateLinkToEndlessDevice, "is a device"),
                (Huge, "bytes; at most"), (path => Directory.CreateDirectory(path), "is a folder")])
        {
            File.Delete(Record);
            put(Record);
            Assert.Contains(words, await NoteAsync(), StringComparison.Ordinal);
        }

        Directory.Delete(Record);
        Assert.Null(await NoteAsync());
        await File.WriteAllTextAsync(Record, record);
        await File.WriteAllBytesAsync(Events, events[1..]);
        Assert.Contains("it is not the file of events that was made with reading-cache.json", await NoteAsync(), StringComparison.Ordinal);
    }

    private async Task<string?> NoteAsync()
    {
        var folder = SearchFolder.Open(Search);
        var report = await CacheAudit.AddToAsync(await LogAudit.RunAsync(folder, null, CancellationToken.None),
            folder, Product.Version, new SummaryProjection(), CancellationToken.None);
        Assert.DoesNotContain(report.Findings, finding => finding.Code == FindingCodes.CacheDisagrees);
        var note = report.Findings.SingleOrDefault(finding => finding.Code == FindingCodes.CacheUnusable);
        Assert.False(note?.IsDamage ?? false);
        return note?.Message;
    }

    // Takes no room on the disk.
    private static void Huge(string path)
    {
        using var file = new FileStream(path, FileMode.CreateNew);
        file.SetLength(30L << 30);
    }

    // The checkpoints of this search are in a memory that is gone, which an audit tells as well.
    private async Task<string?> CacheFindingAsync() =>
        (await _work.Enas("audit", "large", "--json")).Json().GetProperty("findings").EnumerateArray()
        .Where(finding => finding.GetProperty("code").GetString() == "cache-disagrees")
        .Select(finding => finding.GetProperty("message").GetString())
        .SingleOrDefault();

    private static void Summary(JsonObject json, Action<JsonObject> forge)
    {
        var summary = JsonNode.Parse((string)json["Summary"]!)!.AsObject();
        forge(summary);
        json["Summary"] = summary.ToJsonString();
    }

    private void Forge(string record, Action<JsonObject> forge)
    {
        var json = JsonNode.Parse(record.Split('\n')[0])!.AsObject();
        forge(json);
        var bytes = Encoding.UTF8.GetBytes(json.ToJsonString());
        File.WriteAllBytes(Record, [.. bytes, (byte)'\n', .. Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(bytes)))]);
    }

    private async Task<string> SayAsync(params string[] arguments)
    {
        var result = await _work.Enas(arguments);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Output;
    }
}
