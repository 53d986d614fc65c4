namespace Enas.Host.Tests.Layering;

/// <summary>A file that only this user may read is made in one place, which gives it its name when it is whole: one that is there in part
/// would be a secret that nobody knows.</summary>
public sealed class SecretFileTests
{
    // A crash is told to a file too, which is nobody's secret and grows while it is written.
    private static readonly string[] s_makers = ["src/Enas.Host/Cli/ErrorMapping.cs", "src/Enas.Host/Cli/SecretFile.cs"];

    [Fact]
    public void One_place_makes_files_for_this_user_alone() => Assert.Equal(s_makers, SourceText.Code()
        .Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal)
            && file.Lines.Any(line => line.Contains("UnixCreateMode", StringComparison.Ordinal)))
        .Select(file => file.Path));
}
