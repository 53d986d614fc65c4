using Enas.Host.Cli;
using Enas.Host.Drawing;
using Enas.Host.Searches;
using Enas.Pipeline.Spaces;

namespace Enas.Host.Verbs.Look;

/// <summary>What <c>enas draw</c> was asked.</summary>
internal sealed record DrawArguments(string? Search, string? Architecture, string Dialect, string Format, string? File);

/// <summary>Draws a cell. With a search, its space says which nodes are averaged.</summary>
internal static class DrawVerb
{
    public static async Task<int> RunAsync(DrawArguments arguments, Terminal terminal)
    {
        var picture = await PictureAsync(arguments);
        var text = arguments.Format switch
        {
            "svg" => SvgDrawing.Draw(picture),
            "dot" => DotDrawing.Draw(picture),
            "mermaid" => MermaidDrawing.Draw(picture),
            _ => TextDrawing.Draw(picture, arguments.File is not null || terminal.IsUnicode),
        };
        if (arguments.File is null)
        {
            await Console.Out.WriteAsync(text);
        }
        else
        {
            await File.WriteAllTextAsync(arguments.File, text);
            terminal.Line($"wrote {arguments.File}");
        }

        return ExitCodes.Done;
    }

    private static async Task<CellPicture> PictureAsync(DrawArguments arguments)
    {
        if (arguments.Search is null)
        {
            return arguments.Architecture is { } given
                ? CellPicture.Of(arguments.Dialect, given)
                : throw new CommandLineException("draw needs a SEARCH, or --arch TOKENS");
        }

        var search = await RecordedSearch.OpenAsync(SearchLocator.Find(arguments.Search));
        var tokens = arguments.Architecture is { } own
            ? search.Space.FromCell(RnnCellDialects.Parse(arguments.Dialect, own)).Tokens
            : search.BestTokens ?? search.State.Started?.Architecture ?? throw new NotFoundException($"{search.Name} has no architecture yet");
        return CellPicture.Of(search.Space, tokens);
    }
}
