using System.Globalization;
using Enas.Host.Cli;
using Enas.Host.Readings;
using Enas.Host.Searches;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Drawing;
using Enas.Pipeline.Search;

namespace Enas.Host.Verbs.Look;

/// <summary>What <c>enas draw</c> was asked.</summary>
internal sealed record DrawArguments(
    string? Search, string? Architecture, string? Space, string Dialect, string Format, bool IsAnimated, string? File, bool IsForced);

/// <summary>Draws an architecture. With a search, its space says which nodes of a recurrent cell are averaged.</summary>
internal static class DrawVerb
{
    public static async Task<int> RunAsync(DrawArguments arguments, Terminal terminal)
    {
        var output = arguments.File is { } file ? OutputFile.Named("--out", file, arguments.IsForced) : null;
        var text = arguments.IsAnimated
            ? await AnimationAsync(arguments) : Draw(await PictureAsync(arguments), arguments, terminal);
        if (output is null)
        {
            await Console.Out.WriteAsync(text);
        }
        else
        {
            await output.WriteAsync(text);
            terminal.Line($"wrote {arguments.File}");
        }

        return ExitCodes.Done;
    }

    private static string Draw(IArchitecturePicture picture, DrawArguments arguments, Terminal terminal) => arguments.Format switch
    {
        "svg" => picture.Svg(),
        "dot" => picture.Dot(),
        "mermaid" => picture.Mermaid(),
        _ => picture.Text(arguments.File is not null || terminal.IsUnicode),
    };

    private static async Task<IArchitecturePicture> PictureAsync(DrawArguments arguments)
    {
        if (arguments.Search is null)
        {
            return arguments.Architecture is { } given
                ? OfTokens(arguments, given)
                : throw new CommandLineException("draw needs a SEARCH, or --arch TOKENS");
        }

        var search = await RecordedSearch.OpenAsync(SearchLocator.Find(arguments.Search));
        if (arguments.Space is { } space && space != search.Job.Space.Kind)
        {
            throw new CommandLineException($"--space {space}: {search.Name} searches {search.Job.Space.Kind}");
        }

        if (arguments.Architecture is { } own)
        {
            return ArchitecturePictures.Of(
                search.Job, ArchitectureDialects.Parse(SpaceCatalog.Create(search.Job), arguments.Dialect, own).Tokens);
        }

        return ArchitecturePictures.Of(search.Job, search.BestTokens ?? throw NothingYet(search));
    }

    private static IArchitecturePicture OfTokens(DrawArguments arguments, string given) =>
        ArchitecturePictures.Of(arguments.Space ?? ArchitectureDialects.SpaceOf(arguments.Dialect, given), arguments.Dialect, given);

    private static async Task<string> AnimationAsync(DrawArguments arguments)
    {
        if (arguments.Search is null || arguments.Architecture is not null || arguments.Format is not ("svg" or "text"))
        {
            throw new CommandLineException("--animate is for the best architecture of a SEARCH over its steps, as SVG");
        }

        var rewards = new RewardSamples();
        var search = await RecordedSearch.OpenAsync(SearchLocator.Find(arguments.Search), rewards);
        var (space, frames) = (SpaceCatalog.Create(search.Job), new List<AnimationFrame>());
        BestSample? best = null;
        foreach (var sample in rewards.Samples)
        {
            if (best is not null && sample.Reward <= best.Reward)
            {
                continue;
            }

            var isNew = sample.Tokens != best?.Tokens;
            best = sample;
            if (!isNew)
            {
                continue;
            }

            frames.Add(new AnimationFrame(
                space.GraphOf(space.Parse(sample.Tokens)), sample.Tokens,
                string.Create(CultureInfo.InvariantCulture,
                    $"{search.Name}: best from step {sample.Step} on, reward {sample.Reward:0.0000}"), sample.Step));
        }

        return frames.Count > 0 ? BestAnimation.Draw(frames, search.State.StepCount) : throw NothingYet(search);
    }

    private static NotFoundException NothingYet(RecordedSearch search) =>
        new(search.NoResult is { } none ? $"{search.Name} has no choice to draw: {none.Words}" : $"{search.Name} has no architecture yet");
}
