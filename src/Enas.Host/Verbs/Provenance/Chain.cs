using System.Text.Json.Nodes;
using Enas.Host.Cli;

namespace Enas.Host.Verbs.Provenance;

/// <summary>What is known of one link of a chain.</summary>
internal enum LinkState
{
    /// <summary>It was checked here and holds.</summary>
    Proven,

    /// <summary>Somebody signed that it holds, and it was not checked here.</summary>
    Stated,

    /// <summary>It does not hold.</summary>
    Broken,
}

/// <summary>One link of a chain.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="State">What is known of it.</param>
/// <param name="Words">What was compared.</param>
internal sealed record ChainLink(string Name, LinkState State, string Words);

/// <summary>From a network back to its data, link by link. What stands behind a broken one is not looked at.</summary>
internal sealed class Chain
{
    private readonly List<ChainLink> _links = [];

    /// <summary>Whether all links hold so far.</summary>
    public bool IsWhole => _links.All(link => link.State != LinkState.Broken);

    /// <summary>Adds a link that was checked here; says whether it holds.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="holds">Whether it holds.</param>
    /// <param name="words">What was compared, where it holds.</param>
    /// <param name="otherwise">What is wrong, where it does not.</param>
    public bool Check(string name, bool holds, string words, string otherwise)
    {
        _links.Add(new ChainLink(name, holds ? LinkState.Proven : LinkState.Broken, holds ? words : otherwise));
        return holds;
    }

    /// <summary>Adds a link that nobody checked here.</summary>
    public void State(string name, string words) => _links.Add(new ChainLink(name, LinkState.Stated, words));

    /// <summary>Says what was proven, what was only stated, and what broke.</summary>
    /// <returns>The exit code.</returns>
    public int Report(Terminal terminal)
    {
        foreach (var link in _links)
        {
            terminal.Line($"{Word(link.State),-8} {link.Name,-12} {link.Words}");
        }

        terminal.Line(IsWhole
            ? $"the chain holds: {Count(LinkState.Proven)} links proven here, {Count(LinkState.Stated)} only stated by whoever has the key"
            : $"the chain is broken at its link \"{_links[^1].Name}\"");
        var json = new JsonObject
        {
            ["holds"] = IsWhole,
            ["broken"] = IsWhole ? null : _links[^1].Name,
            ["links"] = new JsonArray([.. _links.Select(link => (JsonNode)new JsonObject
            {
                ["link"] = link.Name,
                ["state"] = Word(link.State),
                ["words"] = link.Words,
            })]),
        };
        if (!IsWhole)
        {
            json["error"] = new JsonObject { ["exitCode"] = ExitCodes.Difference, ["message"] = _links[^1].Words };
        }

        terminal.Result(json);
        return IsWhole ? ExitCodes.Done : ExitCodes.Difference;
    }

    private int Count(LinkState state) => _links.Count(link => link.State == state);

    private static string Word(LinkState state) => state switch
    {
        LinkState.Proven => "proven",
        LinkState.Stated => "stated",
        _ => "BROKEN",
    };
}
