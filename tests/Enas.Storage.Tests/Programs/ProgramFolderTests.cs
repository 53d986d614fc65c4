using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tasks.Programs;
using Enas.Storage.Programs;

namespace Enas.Storage.Tests.Programs;

/// <summary>The folder of an architecture that a program evaluates: its result is written once, and the first one counts.</summary>
public sealed class ProgramFolderTests : IDisposable
{
    private static readonly ChildOrder s_order = new("a=1", 0, 7, 0);

    private readonly string _root = Directory.CreateTempSubdirectory("enas-program-").FullName;

    private ProgramFolder Folder => ProgramFolder.Of(Path.Combine(_root, "search"), s_order);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void The_first_result_counts_and_costs_and_reports_are_in_it()
    {
        Assert.Null(Folder.TryRead(Measure.Accuracy));
        var first = new ProgramResult(Measure.Accuracy, 0.5, [new(3, 0.25)], [new("ms", 1.5), new("été, \"x\"", -2)], null);
        var kept = Folder.Keep(s_order, first, null);
        var later = Folder.Keep(s_order, first with { Value = 0.75, Costs = [] }, null);
        Assert.Equal(kept.Fingerprint, later.Fingerprint);
        var read = Folder.TryRead(Measure.Accuracy)!.Program!;
        Assert.Equal((0.5, null), (read.Value, read.StoppedAt));
        Assert.Equal(first.Reports, read.Reports);
        Assert.Equal(first.Costs, read.Costs);
    }

    // Other orders of the same architecture have folders of their own.
    [Fact]
    public void Each_order_has_a_folder()
    {
        ChildOrder[] orders = [s_order, s_order with { Rung = 1 }, s_order with { Seed = 8 }, s_order with { Tokens = "a=2" }];
        Assert.Equal(orders.Length, orders.Select(order => ProgramFolder.Of(Path.Combine(_root, "search"), order).Path).Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{HEAD\"reports\":[],\"costs\":{\"ms\":\"fast\"}}")]
    [InlineData("{HEAD\"value\":0.5,\"reports\":[[1]],\"costs\":{}}")]
    [InlineData("{HEAD\"value\":1e999,\"reports\":[],\"costs\":{}}")]
    [InlineData("{HEAD\"value\":0.5,\"reports\":[],\"costs\":{\"ms\":-1e999}}")]
    [InlineData("{\"value\":0.5,\"reports\":[],\"costs\":{}}")]
    public void A_result_that_somebody_changed_is_damage(string text)
    {
        const string Head = "\"architecture\":\"a=1\",\"rung\":0,\"seed\":7,\"budget\":0,\"measure\":\"accuracy\",";
        text = text.Replace("HEAD", Head, StringComparison.Ordinal);
        Folder.Keep(s_order, new ProgramResult(Measure.Accuracy, 0.5, [], []), null);
        File.WriteAllText(Folder.Result, text);
        Assert.Contains("somebody changed it",
            Assert.Throws<LogDamagedException>(() => Folder.TryRead(Measure.Accuracy)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_that_is_not_the_one_that_was_written_is_refused_until_a_log_has_it()
    {
        var kept = Folder.Keep(s_order, new ProgramResult(Measure.Accuracy, 0.5, [], []), null);
        Assert.Equal($"{kept.Fingerprint}  result.json\n", File.ReadAllText(Folder.Digest));
        File.WriteAllText(Folder.Result, File.ReadAllText(Folder.Result).Replace("0.5", "0.9", StringComparison.Ordinal));
        Assert.Contains("another digest", Folder.Look(Measure.Accuracy).Fault, StringComparison.Ordinal);
        Assert.Throws<LogDamagedException>(() => Folder.TryRead(Measure.Accuracy));
        Assert.Throws<LogDamagedException>(() => Folder.Keep(s_order, new ProgramResult(Measure.Accuracy, 0.5, [], []), null));
        Assert.Equal(0.9, Folder.TryReadRecorded(Measure.Accuracy)!.Program!.Value);

        // One of an older version has no digest.
        File.Delete(Folder.Digest);
        Assert.Equal(0.9, Folder.TryRead(Measure.Accuracy)!.Program!.Value);
    }

    /// <summary>What has the name of a result and is no file is put aside like any other that cannot be used.</summary>
    [Theory]
    [InlineData("a folder")]
    [InlineData("a link to a whole result")]
    [InlineData("a link to a folder")]
    [InlineData("a link to itself")]
    public void A_folder_or_a_link_in_the_place_of_a_result_is_put_aside(string what)
    {
        var result = new ProgramResult(Measure.Accuracy, 0.5, [], []);
        Folder.Keep(s_order, result with { Value = 0.25 }, null);
        var (other, folder) = (Path.Combine(_root, "other.json"), Directory.CreateDirectory(Path.Combine(_root, "other")).FullName);
        File.Move(Folder.Result, other);
        _ = what switch
        {
            "a folder" => Directory.CreateDirectory(Folder.Result),
            "a link to a whole result" => File.CreateSymbolicLink(Folder.Result, other),
            "a link to a folder" => File.CreateSymbolicLink(Folder.Result, folder),
            _ => File.CreateSymbolicLink(Folder.Result, Folder.Result),
        };
        Assert.StartsWith("is a folder or a link", Folder.Look(Measure.Accuracy).Fault, StringComparison.Ordinal);
        Assert.Throws<LogDamagedException>(() => Folder.TryRead(Measure.Accuracy));
        Assert.Throws<LogDamagedException>(() => Folder.Keep(s_order, result, null));
        Assert.Equal("result.aside-1.json", Folder.PutAside());
        Assert.Null(Folder.Look(Measure.Accuracy).Fault);
        Assert.Equal(0.5, Folder.Keep(s_order, result, null).Program!.Value);
    }

    [Theory]
    [InlineData("a=2", 0, 7, 0, "accuracy")]
    [InlineData("a=1", 1, 7, 0, "accuracy")]
    [InlineData("a=1", 0, 8, 0, "accuracy")]
    [InlineData("a=1", 0, 7, 100, "accuracy")]
    [InlineData("a=1", 0, 7, 0, "perplexity")]
    public void A_result_of_another_evaluation_is_none_of_this(string tokens, int rung, int seed, int budget, string measure)
    {
        var other = new ChildOrder(tokens, rung, (ulong)seed, budget);
        var bytes = ProgramRecord.Write(other, new ProgramResult(Measure.Of(measure)!, 0.5, [], []), null);
        Folder.Create();
        File.WriteAllBytes(Folder.Result, bytes);
        Assert.StartsWith("is the result of another evaluation", Folder.Look(Measure.Accuracy).Fault, StringComparison.Ordinal);
        Assert.Throws<LogDamagedException>(() => Folder.TryReadRecorded(Measure.Accuracy));

        // The same file is a result where it belongs.
        var own = ProgramFolder.Of(Path.Combine(_root, "search"), other);
        own.Create();
        File.WriteAllBytes(own.Result, bytes);
        Assert.Equal(0.5, own.TryRead(Measure.Of(measure)!)!.Program!.Value);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_a_program_wrote_where_its_result_is_kept_makes_room_and_stays(bool isFolder)
    {
        Folder.Create();
        Assert.Null(Folder.PutAsideOwn());
        foreach (var path in (string[])[Folder.Result, Folder.Digest])
        {
            if (isFolder)
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                File.WriteAllText(path, "mine");
            }
        }

        Assert.Equal("result.aside-1.json", Folder.PutAsideOwn());
        Assert.All((string[])["result.aside-1.json", "result.aside-1.json.sha256"],
            name => Assert.True(Path.Exists(Path.Combine(Folder.Path, name))));
        Assert.Equal(0.75, Folder.Keep(s_order, new ProgramResult(Measure.Accuracy, 0.75, [], []), null).Program!.Value);
        Assert.Equal(0.75, Folder.TryRead(Measure.Accuracy)!.Program!.Value);
    }

    [Fact]
    public void What_is_put_aside_stays_and_makes_room()
    {
        foreach (var (value, name) in ((double, string)[])[(0.5, "result.aside-1.json"), (0.25, "result.aside-2.json")])
        {
            Folder.Keep(s_order, new ProgramResult(Measure.Accuracy, value, [], []), null);
            var text = File.ReadAllText(Folder.Result);
            Assert.Equal(name, Folder.PutAside());
            Assert.Equal(text, File.ReadAllText(Path.Combine(Folder.Path, name)));
            Assert.Null(Folder.TryRead(Measure.Accuracy));
        }

        // A digest without a result, as of a kill between the two, is in nobody's way.
        File.WriteAllText(Folder.Digest, "rubbish");
        Assert.Equal(0.75, Folder.Keep(s_order, new ProgramResult(Measure.Accuracy, 0.75, [], []), null).Program!.Value);
        Assert.Equal(0.75, Folder.TryRead(Measure.Accuracy)!.Program!.Value);
    }

    [Fact]
    public void What_a_program_put_in_the_place_of_its_folder_is_no_obstacle()
    {
        Folder.Create();
        Directory.Delete(Folder.Scratch);
        File.WriteAllText(Folder.Scratch, "mine");
        Folder.Create();
        Assert.True(Directory.Exists(Folder.Scratch));
        Directory.Delete(Folder.Path, recursive: true);
        Folder.KeepWords("a=1: it ended\n");
        Assert.Equal("a=1: it ended\n", File.ReadAllText(Folder.Words));
    }
}
