using Enas.Host.Service;

namespace Enas.Host.Dashboard.Access;

/// <summary>Who is answered.</summary>
internal sealed record AccessRules
{
    /// <summary>The names that a request may ask for beside those of loopback.</summary>
    public required AllowedHosts Hosts { get; init; }

    /// <summary>The token; null where nothing needs one.</summary>
    public UiToken? Token { get; init; }

    /// <summary>The command that has it answer for one more name.</summary>
    public string HostCommand { get; init; } = "enas ui --host NAME";

    /// <summary>Why there are no actions; null where there are some.</summary>
    public string? NoActions { get; init; } = "this program only reads and has no actions; enas serve --ui has some";

    /// <summary>Whether reading needs the token: on an address that other machines reach, and where a token was given.</summary>
    public bool ReadingNeedsToken { get; init; }
}
