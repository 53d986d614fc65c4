using System.Text;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Tests.Jobs;

/// <summary>Reads job texts as if they were the file /jobs/a.json, with the working directory /here.</summary>
internal static class JobText
{
    public const string Minimal = """{ "name": "a", "preset": "small", "data": { "kind": "generated" } }""";

    public static JobDocument Read(string text, params string[] sets) =>
        JobReader.Read(Encoding.UTF8.GetBytes(text), "/jobs/a.json", sets, "/here", name => name == "SHELF" ? "/shelf" : null);

    public static JobOptions Options(string text, params string[] sets)
    {
        var document = Read(text, sets);
        Assert.Equal([], document.Errors.Select(error => error.ToString()));
        return document.Options!;
    }

    public static string[] Errors(string text, params string[] sets) =>
        Read(text, sets).Errors.Select(error => error.ToString()).ToArray();

    /// <summary>A file of the repository.</summary>
    public static string PathOf(params string[] parts)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Enas.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("the tests run inside the repository");
        }

        return Path.Combine([folder.FullName, .. parts]);
    }
}
