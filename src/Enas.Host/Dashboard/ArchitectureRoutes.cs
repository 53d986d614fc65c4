using Enas.Host.Dashboard.Answers;
using Enas.Host.Dashboard.Following;
using Enas.Host.Dashboard.Views;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Drawing;

namespace Enas.Host.Dashboard;

/// <summary>What is asked of the architectures of a search.</summary>
/// <param name="served">The searches.</param>
/// <param name="answers">Makes answers of them.</param>
internal sealed class ArchitectureRoutes(ServedSearches served, AnswersOfSearches answers)
{
    private const string All = AnswersOfSearches.Address + "/architectures";
    private const string One = All + "/{tokens}";

    private static readonly (string Format, string Type, string Extension, Func<IArchitecturePicture, string> Draw)[] s_pictures =
    [
        ("svg", "image/svg+xml", "svg", picture => picture.Svg()),
        ("dot", "text/vnd.graphviz; charset=utf-8", "dot", picture => picture.Dot()),
        ("mermaid", "text/plain; charset=utf-8", "mmd", picture => picture.Mermaid()),
    ];

    /// <summary>Adds them.</summary>
    public void Map(AnswerMap map)
    {
        map.Read(All, ListAsync);
        foreach (var (format, type, extension, draw) in s_pictures)
        {
            map.Read($"{One}.{format}", asked => PictureAsync(asked, type, extension, draw));
        }

        map.Read(One, DetailAsync);
    }

    private Task<Answer> ListAsync(Asked asked) => answers.OfSearchAsync(asked, async (followed, search) =>
    {
        var standAlone = asked.Text("sort") == "alone" ? await followed.StandAloneAsync(search) : followed.KnownStandAlone;
        var tag = Answering.Text($"{search.Tag}-{standAlone?.Architectures.Count ?? 0}");
        return asked.Has(tag) ? Answer.Unchanged(tag) : Answer.Json(
            asked, ListOf(search, asked, ArchitecturesView.ScoresOf(standAlone)), AnswerJson.Default.ArchitectureListAnswer) with
        { Tag = tag };
    });

    private static ArchitectureListAnswer ListOf(SearchData search, Asked asked, IReadOnlyDictionary<string, double> alone)
    {
        string[] sorts = [.. ArchitecturesView.Sorts, .. search.Report.ArchitectureCosts.Count == 0
            ? [] : ArchitecturesView.CostsOf(search).Select(cost => cost.Name)];
        var sort = asked.Word("sort", sorts);
        var (decision, option) = ChoiceOf(search, asked);
        return ArchitecturesView.Of(search, new ArchitectureQuery(
            sort, asked.Is("desc", sort is "best" or "mean" or "last" or "times" or "alone"), asked.Text("q"), decision, option,
            asked.Whole("offset", 0, 0, int.MaxValue), asked.Whole("limit", Asked.UsualRows, 1, Asked.MostRows)), alone);
    }

    /// <summary>The option at a decision that architectures are asked for by; nulls for all of them.</summary>
    /// <exception cref="AnswerException">The space has no such decision, or it no such option, or one is given without the
    /// other.</exception>
    private static (string? Decision, string? Option) ChoiceOf(SearchData search, Asked asked)
    {
        var decisions = search.Report.IsTraining ? [] : search.Space.Decisions;
        string[] names = [.. decisions.Select(one => one.Name)];
        if (asked.Text("decision").Length + asked.Text("option").Length == 0)
        {
            return (null, null);
        }

        var decision = asked.OneFor("decision", "option", names);
        return (decision, asked.OneFor("option", "decision",
            [.. decisions.Where(one => one.Name == decision).SelectMany(one => one.Options)]));
    }

    /// <summary>The architecture that an address names.</summary>
    private static string TokensOf(Asked asked) => asked.Name("tokens").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private Task<Answer> DetailAsync(Asked asked) => answers.OfSearchAsync(asked, async (followed, search) =>
    {
        var ids = (await served.Catalogue.LookAsync()).Searches;
        var against = asked.Text("against");
        return Answer.Json(asked, ArchitectureView.Of(
            search, TokensOf(asked), against.Length > 0 ? against : null, await followed.StandAloneAsync(search),
            folder => ids.FirstOrDefault(found => found.Path == folder)?.Id), AnswerJson.Default.ArchitectureDetailAnswer);
    });

    private async Task<Answer> PictureAsync(Asked asked, string type, string extension, Func<IArchitecturePicture, string> draw)
    {
        var answer = await answers.OfLogAsync(
            asked, search => Answer.Text(draw(ArchitecturePictures.Of(search.Report.Job, TokensOf(asked))), type));

        // A browser takes the headers of 304 for those of what it kept.
        return answer.Tag is null ? answer : answer with
        {
            IsDrawing = true,
            FileName = asked.Is("download", usual: false) ? $"architecture.{extension}" : null,
        };
    }
}
