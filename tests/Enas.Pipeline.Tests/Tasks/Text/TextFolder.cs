namespace Enas.Pipeline.Tests.Tasks.Text;

/// <summary>A folder of small files that goes away with the test.</summary>
public sealed class TextFolder : IDisposable
{
    public TextFolder() => Path = Directory.CreateTempSubdirectory("enas-data-").FullName;

    public string Path { get; }

    public TextFolder With(string name, string text)
    {
        File.WriteAllText(System.IO.Path.Combine(Path, name), text);
        return this;
    }

    public TextFolder With(string name, params byte[] bytes)
    {
        File.WriteAllBytes(System.IO.Path.Combine(Path, name), bytes);
        return this;
    }

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
