using Enas.Pipeline.Messages;

namespace Enas.Host.Workers.Engines;

/// <summary>What a command line says of an engine, as it is shown: to people, in logs and in reports of faults.</summary>
internal static class EngineText
{
    private const string AfterScheme = "://";
    private const string Hidden = "...";

    /// <summary>A text that should be an address, without what stands before its last <c>@</c>: that may be a name and a password, also
    /// where the text is no address at all.</summary>
    /// <param name="url">The text.</param>
    public static string Shown(string url)
    {
        var at = url.LastIndexOf('@');
        var scheme = url.IndexOf(AfterScheme, StringComparison.Ordinal);
        var begin = scheme < 0 || scheme > at ? 0 : scheme + AfterScheme.Length;
        return ForeignText.Shown(at < 0 ? url : $"{url[..begin]}{Hidden}{url[at..]}");
    }
}
