using System.Text.RegularExpressions;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tests.Jobs;

namespace Enas.Pipeline.Tests.Catalogs;

/// <summary>Whether data are generated is asked of the options of data: nobody else compares the word for it, as text or as JSON.</summary>
public sealed class DataKindTests
{
    private const string Options = "Enas.Pipeline/Options/DataOptions.cs";

    private static readonly Regex s_comparison = new(
        @"\b(Data\.Kind|[dD]ataKind)\s*(==|!=|is\b|switch)|"
            + @"(==|!=|is|or|case|Json:) (not )?""(\\"")?" + DataKindNames.Generated + @"(\\"")?""");

    [Fact]
    public void Nobody_but_the_options_of_data_compares_a_kind_of_data()
    {
        var source = JobText.PathOf("src");
        Assert.Empty(
            from path in Directory.GetFiles(source, "*.cs", SearchOption.AllDirectories)
            let name = Path.GetRelativePath(source, path)
            where name != Options && !name.Split('/').Any(part => part is "obj" or "bin")
            where File.ReadLines(path).Any(s_comparison.IsMatch)
            select name);
    }

    [Theory]
    [InlineData("other is { Option.Key: \"data.kind\", Json: \"\\\"generated\\\"\" }", true)]
    [InlineData("if (job.Data.Kind == \"tokens\")", true)]
    [InlineData("Kind is not \"generated\"", true)]
    [InlineData("dataKind is \"images\" or \"generated\"", true)]
    [InlineData("if (job.Data.IsGenerated)", false)]
    [InlineData("Words(\"data.kind\", null, [\"tokens\", \"generated\"],", false)]
    [InlineData("Find(job.Space.Kind, job.Data.Kind)", false)]
    public void What_counts_as_comparing_one(string line, bool counts) => Assert.Equal(counts, s_comparison.IsMatch(line));
}
