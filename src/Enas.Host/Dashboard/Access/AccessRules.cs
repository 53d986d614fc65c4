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
    public required string HostCommand { get; init; }

    /// <summary>Why there are no actions; null where there are some.</summary>
    public required string? NoActions { get; init; }

    /// <summary>Whether reading needs the token: on an address that other machines reach, and where a token was given.</summary>
    public bool ReadingNeedsToken { get; init; }
}
