namespace Enas.Host.Display;

/// <summary>A course as one line of text: each value a sign that is as high as the value among all of them.</summary>
internal static class SparkText
{
    private const string Blocks = "▁▂▃▄▅▆▇█";
    private const string Plain = "_.-~=+*#";

    /// <summary>The line, as long as there are values.</summary>
    public static string Of(IReadOnlyList<double> values, bool unicode)
    {
        var signs = unicode ? Blocks : Plain;
        var (least, greatest) = (values.Min(), values.Max());
        var span = greatest - least;
        return string.Concat(values.Select(value =>
            signs[span > 0 ? Math.Min(signs.Length - 1, (int)((value - least) / span * signs.Length)) : signs.Length / 2]));
    }
}
