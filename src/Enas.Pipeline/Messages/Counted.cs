using System.Globalization;

namespace Enas.Pipeline.Messages;

/// <summary>A count with what is counted, in the singular where it is one.</summary>
internal static class Counted
{
    /// <summary><c>1 step</c>, <c>1,550 events</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="one">What one of them is called; several are called that with an s.</param>
    public static string Of(long count, string one) => Of(count, one, $"{one}s");

    /// <summary><c>1 search</c>, <c>2 searches</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="one">What one of them is called.</param>
    /// <param name="several">What several are called.</param>
    public static string Of(long count, string one, string several) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : several)}");
}
