using System.Reflection;
using Enas.Backends.Cpu;
using Enas.Backends.Torch;
using Enas.Host.Tests.Layering;
using PublicApiGenerator;

namespace Enas.Host.Tests.Library;

/// <summary>What the packages promise: each has a file that lists all that is public. A change of it is meant, or it breaks
/// somebody.</summary>
public sealed class PublicSurfaceTests
{
    private const string Accept = "ENAS_ACCEPT_PUBLIC_API";

    private static readonly Assembly[] s_packages =
        [typeof(SearchService).Assembly, typeof(CpuBackend).Assembly, typeof(TorchBackend).Assembly, typeof(JobReader).Assembly];

    private static readonly ApiGeneratorOptions s_options = new()
    {
        IncludeAssemblyAttributes = false,
        ExcludeAttributes = ["System.Runtime.CompilerServices.AsyncIteratorStateMachineAttribute"],
    };

    public static TheoryData<string> Packages => [.. s_packages.Select(package => package.GetName().Name!)];

    [Theory]
    [MemberData(nameof(Packages))]
    public async Task What_is_public_is_what_its_file_says(string package)
    {
        var file = SourceProject.PathOf("src", package, "PublicApi.txt");
        var now = SurfaceOf(s_packages.Single(assembly => assembly.GetName().Name == package));
        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            await File.WriteAllTextAsync(file, now, TestContext.Current.CancellationToken);
        }

        Assert.True(File.Exists(file), $"{file} is not there; eng/public-api writes it");
        var differences = Differences(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), now);
        Assert.True(differences.Length == 0, $"what is public in {package} is not what src/{package}/PublicApi.txt says:\n"
            + string.Join('\n', differences) + "\nWhere that is meant, eng/public-api writes the file anew; commit it with the change");
    }

    [Fact]
    public void A_changed_signature_is_a_difference() => Assert.Equal(
        ["- public int Of(int value) { }", "+ public int Of(long value) { }"],
        Differences("class A\n    public int Of(int value) { }\n", "class A\n    public int Of(long value) { }\n"));

    [Fact]
    public void The_program_that_extends_Enas_from_outside_sees_what_users_see() => Assert.DoesNotContain(
        s_packages.SelectMany(package => package.GetCustomAttributes<System.Runtime.CompilerServices.InternalsVisibleToAttribute>()),
        friend => friend.AssemblyName.StartsWith("Enas.Extension", StringComparison.Ordinal));

    private static string SurfaceOf(Assembly package) =>
        package.GeneratePublicApi(s_options).ReplaceLineEndings("\n") + "\n";

    private static string[] Differences(string recorded, string now)
    {
        var (before, after) = (Lines(recorded), Lines(now));
        return [.. Without(before, after).Select(line => "- " + line), .. Without(after, before).Select(line => "+ " + line)];
    }

    private static string[] Lines(string text) =>
        [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];

    // Lines that are there several times, such as braces, count each time.
    private static IEnumerable<string> Without(string[] lines, string[] others)
    {
        var left = others.ToList();
        return [.. lines.Where(line => !left.Remove(line))];
    }
}
