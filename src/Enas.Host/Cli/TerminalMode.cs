namespace Enas.Host.Cli;

/// <summary>How a verb may speak to people.</summary>
/// <param name="IsPlain">Plain lines only: no colours, no control codes, no repainting.</param>
/// <param name="HasColor">Whether colours are welcome.</param>
internal sealed record TerminalMode(bool IsPlain, bool HasColor)
{
    /// <summary>
    /// The mode that a process finds. Nobody watches a redirected stream or a job on a build server (<c>CI</c>), and a dumb terminal cannot
    /// repaint; <c>NO_COLOR</c> (no-color.org) asks for no colours and nothing else.
    /// </summary>
    /// <param name="isRedirected">Whether the stream for people goes elsewhere than to a terminal.</param>
    /// <param name="environment">Looks an environment variable up.</param>
    public static TerminalMode Of(bool isRedirected, Func<string, string?> environment)
    {
        var isPlain = isRedirected || IsTrue(environment("CI")) || environment("TERM") == "dumb";
        return new TerminalMode(isPlain, HasColor: !isPlain && environment("NO_COLOR") is not { Length: > 0 });
    }

    private static bool IsTrue(string? value) =>
        value is { Length: > 0 } && value != "0" && !value.Equals("false", StringComparison.OrdinalIgnoreCase);
}
