using System.Globalization;

namespace Enas.Storage.Tests;

/// <summary>The same fault tests run short in the normal suite and long by <c>ENAS_FAULT_SCALE=N</c>, which multiplies their rounds.</summary>
internal static class FaultScale
{
    private static readonly int s_scale = int.Parse(Environment.GetEnvironmentVariable("ENAS_FAULT_SCALE") ?? "1", CultureInfo.InvariantCulture);

    /// <summary>The rounds to run, of which the normal suite runs <paramref name="rounds"/>.</summary>
    public static int Of(int rounds) => checked(rounds * s_scale);
}
