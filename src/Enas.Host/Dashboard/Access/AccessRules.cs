using Enas.Host.Service;

namespace Enas.Host.Dashboard.Access;

/// <summary>Who is answered.</summary>
internal sealed record AccessRules
{
    /// <summary>The names that a request may ask for beside those of loopback.</summary>
    public required AllowedHosts Hosts { get; init; }

    /// <summary>The token; null where nothing needs one.</summary>
    public UiToken? Token { get; init; }

    /// <summary>Whether reading needs the token: on an address that other machines reach.</summary>
    public bool ReadingNeedsToken { get; init; }
}
