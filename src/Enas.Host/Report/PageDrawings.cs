using System.Globalization;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;

namespace Enas.Host.Report;

/// <summary>
/// The drawings of a page: each architecture is drawn once, where it is named first, and led to from elsewhere. When there is no more room,
/// the rest is named alone: a page that holds everything is one that nobody can send.
/// </summary>
/// <param name="job">What the architectures are of.</param>
internal sealed class PageDrawings(JobOptions job)
{
    /// <summary>Characters of all drawings together at most.</summary>
    public const int Most = 700_000;

    private readonly Dictionary<string, string> _anchors = new(StringComparer.Ordinal);
    private int _length;

    /// <summary>A drawing, and the name by which links lead to it; null where it is there already, and where there is no room.</summary>
    public (string Svg, string Anchor)? TryDraw(string tokens)
    {
        if (_anchors.ContainsKey(tokens) || _length >= Most)
        {
            return null;
        }

        var number = _anchors.Count.ToString(CultureInfo.InvariantCulture);
        var svg = ArchitecturePictures.Of(job, tokens).Svg($"arrow{number}");
        _length += svg.Length;
        _anchors.Add(tokens, $"drawing-{number}");
        return (svg, _anchors[tokens]);
    }

    /// <summary>A cell that names an architecture: its drawing opens in it, or it leads to where that is.</summary>
    public string CellOf(string tokens)
    {
        var name = $"<code data-tokens=\"{PageWriter.Escape(tokens)}\">{PageWriter.Escape(tokens)}</code>";
        return TryDraw(tokens) is var (svg, anchor) ? $"<details class=\"drawn\" id=\"{anchor}\"><summary>{name}</summary>{svg}</details>"
            : _anchors.TryGetValue(tokens, out var known) ? $"<a href=\"#{known}\">{name}</a>" : name;
    }
}
