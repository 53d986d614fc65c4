using Enas.Host.Data;
using Enas.Pipeline.Tasks.Folders;
using static Enas.Host.Tests.Data.ImageFolderCases;

namespace Enas.Host.Tests.Data;

/// <summary>
/// Nothing in a data folder is passed over in silence: what a check says is compared with what lies there, counted by this test on its own.
/// Folders of text are added to <see cref="Cases"/> beside those of images, with the check that reads them.
/// </summary>
public sealed class DataFolderAccountTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("enas-folders-").FullName;

    public static TheoryData<string> Cases => [.. ImageFolderCases.All.Select(folder => folder.Name)];

    public void Dispose()
    {
        foreach (var folder in new[] { _folder, _folder + LinkedTo }.Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void There_are_forty_folders_and_more() => Assert.InRange(ImageFolderCases.All.Count, 40, 1000);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_entry_is_read_told_as_harmless_or_refused_by_name(string name)
    {
        var given = ImageFolderCases.All.Single(known => known.Name == name);
        given.Make(_folder);
        Judge(given, Images(given.Sets));
    }

    [Theory]
    [InlineData("link-back")]
    [InlineData("link-above")]
    [InlineData("link-cyclic")]
    [InlineData("link-to-a-class")]
    [InlineData("link-to-a-part")]
    [InlineData("link-away-inside-class")]
    [InlineData("link-to-one-place-twice")]
    [InlineData("link-beside-idx")]
    public void A_link_to_a_folder_is_one_fault(string name)
    {
        var given = ImageFolderCases.All.Single(known => known.Name == name);
        given.Make(_folder);
        Assert.Single(Images(given.Sets).Faults);
    }

    /// <summary>Folders of every layout with entries that nobody has thought of together, drawn by fixed seeds.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_is_strewn_about_is_told_whatever_the_layout(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 40; round++)
        {
            var folder = Path.Combine(_folder, $"{round}");
            Directory.CreateDirectory(folder);
            var (images, inside) = Layout(random.Next(5), folder);
            var refused = Strew(random, folder, inside);
            Judge(new FolderCase($"{seed}/{round}", _ => { }, [], refused.Count == 0 ? images : 0, refused), Images([], folder), folder);
        }
    }

    private static (int Images, string[] Folders) Layout(int which, string folder)
    {
        switch (which)
        {
            case 0:
                Classes(folder, "train", "test");
                return (8, ["", "train", "test", "train/cat", "test/dog"]);
            case 1:
                Classes(folder, ".");
                return (4, ["", "cat", "dog"]);
            case 2:
                Idx(folder);
                return (6, [""]);
            case 3:
                Csv(folder);
                return (6, [""]);
            default:
                Cifar(Path.Combine(folder, "cifar-100-binary"), 2, "train.bin", "test.bin");
                return (5, ["", "cifar-100-binary"]);
        }
    }

    private static List<string> Strew(Random random, string folder, string[] inside)
    {
        (string Name, bool IsHarmless)[] entries =
        [
            (".DS_Store", true), ("Thumbs.db", true),
                ("README", true), ("notes.txt", true), (".hidden.png", true), ("LICENSE", true), ("__MACOSX/._x.png", true),
            (".git/objects/1", true), ("about/words.md", true),
                ("model.pt", false), ("archive.zip", false), ("weights.npz", false), ("noext", false),
            ("old/model.bin", false), ("cafe\u0301 \u202e.dat", false), ("a b.mp4", false),
        ];
        var refused = new List<string>();
        foreach (var (name, isHarmless) in entries.Where(_ => random.Next(8) == 0))
        {
            var place = Path.Combine(inside[random.Next(inside.Length)], name);
            // A folder among the folders of classes would be a class.
            if (name.Contains('/', StringComparison.Ordinal) && !name.StartsWith('.') && !name.StartsWith('_'))
            {
                place = inside.Contains("cat") ? Path.Combine("cat", name) : name;
            }

            Put(folder, place, [7]);
            if (!isHarmless)
            {
                refused.Add(Pipeline.Messages.ForeignText.Shown(Path.GetFileName(place)));
            }
        }

        return refused;
    }

    private void Judge(FolderCase given, FolderOutcome outcome, string? folder = null)
    {
        if (given.Refused.Count > 0)
        {
            var told = string.Join('\n', outcome.Faults);
            Assert.True(outcome.Faults.Count > 0, $"{given}: accepted, with {outcome.Items} items");
            Assert.All(given.Refused, name =>
                Assert.True(told.Contains(name, StringComparison.Ordinal), $"{given}: \"{name}\" is not in:\n{told}"));
            Assert.All(outcome.Faults, fault => Assert.DoesNotContain('\n', fault));
            return;
        }

        Assert.True(outcome.Faults.Count == 0, $"{given}: {string.Join('\n', outcome.Faults)}");
        Assert.Equal(given.Items, outcome.Items);
        var there = FilesIn(folder ?? _folder);
        string[] passed = [.. there.Where(name =>
            outcome.PassedOver.Any(entry => entry == name || (entry.EndsWith('/') && name.StartsWith(entry, StringComparison.Ordinal))))];
        Assert.True(there.Length == outcome.FilesRead + passed.Length, $"{given}: "
            + $"{there.Length} files are there, {outcome.FilesRead} were read and {passed.Length} passed over: {string.Join(", ", there)}");
        Assert.All(outcome.PassedOver, entry => Assert.Contains(there, name => name.StartsWith(entry, StringComparison.Ordinal)));
    }

    private FolderOutcome Images(IReadOnlyList<string> sets, string? folder = null)
    {
        try
        {
            var check = DataCatalog.CheckImages(folder ?? _folder, DataOptions.ForImages(sets));
            return new FolderOutcome(check.Sets.Sum(set => set.Count),
                check.Account.FilesRead, [.. check.Account.PassedOver.Select(entry => entry.Path)], []);
        }
        catch (DataException error)
        {
            Assert.Equal(DataErrorKind.Unusable, error.Kind);
            return new FolderOutcome(0, 0, [], error.Faults);
        }
    }

    private static string[] FilesIn(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path))];
}
