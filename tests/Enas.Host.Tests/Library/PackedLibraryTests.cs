using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Enas.Host.Tests.Layering;

namespace Enas.Host.Tests.Library;

/// <summary>The packages hold what they should, and the samples compile and run from them in a folder with nothing else.</summary>
public sealed partial class PackedLibraryTests(PackedLibrary library) : IClassFixture<PackedLibrary>
{
    public static TheoryData<string> Names => [.. PackedLibrary.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_package_has_its_words_its_licence_its_documentation_and_its_symbols(string name)
    {
        using var package = ZipFile.OpenRead(Assert.Single(Directory.GetFiles(library.Packages, $"{name}.0.*.nupkg")));
        string[] entries = [.. package.Entries.Select(entry => entry.FullName)];
        Assert.Subset(entries.ToHashSet(),
            new HashSet<string> { "README.md", "LICENSE", $"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml" });
        var metadata = Nuspec(package, name);
        Assert.Equal("MIT", metadata.Elements().Single(element => element.Name.LocalName == "license").Value);
        Assert.Equal("README.md", metadata.Elements().Single(element => element.Name.LocalName == "readme").Value);
        using var symbols = ZipFile.OpenRead(Assert.Single(Directory.GetFiles(library.Packages, $"{name}.0.*.snupkg")));
        Assert.Contains(symbols.Entries, entry => entry.FullName == $"lib/net10.0/{name}.pdb");
    }

    [Theory]
    [InlineData("Enas.Pipeline", "MediatR", "Microsoft.Extensions.Logging.Abstractions")]
    [InlineData("Enas.Storage", "Enas.Pipeline", "AWSSDK.S3", "DuckDB.NET.Data.Full", "Microsoft.Extensions.Hosting.Abstractions",
        "Microsoft.Extensions.Options.ConfigurationExtensions", "Parquet.Net", "ZstdSharp.Port")]
    [InlineData("Enas.Backends.Cpu", "Enas.Pipeline")]
    [InlineData("Enas.Backends.Torch", "Enas.Pipeline", "TorchSharp", "SharpZipLib")]
    public void A_package_depends_on_what_it_uses_and_brings_no_libtorch(string name, params string[] uses)
    {
        using var package = ZipFile.OpenRead(Assert.Single(Directory.GetFiles(library.Packages, $"{name}.0.*.nupkg")));
        var dependencies = Nuspec(package, name).Descendants().Where(element => element.Name.LocalName == "dependency")
            .ToDictionary(element => element.Attribute("id")!.Value, element => element.Attribute("version")!.Value);
        Assert.Subset(dependencies.Keys.ToHashSet(), uses.ToHashSet());
        Assert.DoesNotContain(dependencies.Keys, id => id.StartsWith("libtorch", StringComparison.Ordinal));
        Assert.DoesNotContain(dependencies.Keys, id => id.Contains("Analyzers", StringComparison.Ordinal));
        Assert.All(dependencies.Where(pair => pair.Key.StartsWith("Enas.", StringComparison.Ordinal)),
            pair => Assert.Equal(Product.Version, pair.Value));
    }

    /// <summary>Of a package that another build left in the cache of this machine nothing would be seen.</summary>
    [Fact]
    public void The_samples_are_built_from_the_packages_that_were_just_made() => Assert.Equal(
        ["enas.backends.cpu", "enas.pipeline", "enas.storage"],
        Directory.GetDirectories(Path.Combine(library.Folder, "packages"), "enas.*").Select(Path.GetFileName)
            .Order(StringComparer.Ordinal));

    [Fact]
    public async Task A_search_from_code_has_the_fingerprint_of_the_program()
    {
        var ran = await library.Work.Enas("run", library.Work.Tiny, "--out", "by-program", "--json");
        using var json = JsonDocument.Parse(ran.Output);
        var printed = await library.RunAsync("run", library.Work.Tiny, "by-code");
        Assert.Equal(json.RootElement.GetProperty("fingerprint").GetString(), Value("fingerprint", printed));
        Assert.Equal(json.RootElement.GetProperty("chosen").GetProperty("architecture").GetString(), Value("best", printed));
        var read = await library.RunAsync("read", "by-code");
        Assert.Equal(Value("fingerprint", printed), Value("fingerprint", read));
        Assert.Equal(Value("best", printed), Value("best", read));
        Assert.StartsWith("complete: ", read, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operation_and_a_strategy_of_the_sample_are_searched()
    {
        var printed = await library.RunAsync("run", "own.json", "own");
        var read = await library.RunAsync("read", "own");
        Assert.Equal(Value("fingerprint", printed), Value("fingerprint", read));
        Assert.Contains(" 12 rewards", read, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_shows_the_code_of_the_samples()
    {
        var page = await File.ReadAllTextAsync(SourceProject.PathOf("docs", "library.md"), TestContext.Current.CancellationToken);
        var blocks = CodeBlocks().Matches(page);
        Assert.True(blocks.Count > 5);
        foreach (Match block in blocks)
        {
            var file = SourceProject.PathOf("samples", "library", block.Groups["file"].Value);
            var code = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            Assert.Equal(code.TrimEnd(), block.Groups["code"].Value.TrimEnd());
        }

        var shown = blocks.Select(block => block.Groups["file"].Value);
        Assert.Equal(
            Directory.GetFiles(SourceProject.PathOf("samples", "library")).Select(Path.GetFileName).Order(StringComparer.Ordinal),
            shown.Order(StringComparer.Ordinal));
    }

    private static XElement Nuspec(ZipArchive package, string name)
    {
        using var content = package.GetEntry($"{name}.nuspec")!.Open();
        return XDocument.Load(content).Root!.Elements().First();
    }

    private static string Value(string label, string printed) =>
        printed.Split('\n').Single(line => line.StartsWith(label + " ", StringComparison.Ordinal))[label.Length..].Trim();

    // `file`: and then its code.
    [GeneratedRegex(@"^`samples/library/(?<file>[\w.]+)`:\n\n```\w+\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlocks();
}
