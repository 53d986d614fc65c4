using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Enas.Host.Dashboard.Pages;

/// <summary>A file of the page.</summary>
/// <param name="Type">Its media type.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="Tag">Names its content.</param>
internal sealed record PageFile(string Type, byte[] Bytes, string Tag);

/// <summary>The page's files, which are in the program. Every address of a page gets the same document; its script shows which it
/// is.</summary>
internal static class PageFiles
{
    private const string Prefix = "ui/";
    private const string Document = "index.html";

    private static readonly string[] s_pages = ["s", "service", "compare", "system"];

    private static readonly Lazy<SortedDictionary<string, PageFile>> s_files = new(Read);

    /// <summary>The file of a path, or null.</summary>
    /// <param name="path">The path, from its slash on.</param>
    /// <param name="pathBase">What a proxy serves it below; the document's own addresses then begin with it.</param>
    public static PageFile? Find(string path, string pathBase)
    {
        var name = path.TrimStart('/');
        return name.Length == 0 || s_pages.Contains(name.Split('/')[0]) ? DocumentBelow(pathBase)
            : name != Document && s_files.Value.TryGetValue(name, out var file) ? file : null;
    }

    private static PageFile DocumentBelow(string pathBase)
    {
        var document = s_files.Value[Document];
        if (pathBase.Length == 0)
        {
            return document;
        }

        var text = Encoding.UTF8.GetString(document.Bytes).Replace("=\"/", $"=\"{pathBase}/", StringComparison.Ordinal);
        return document with { Bytes = Encoding.UTF8.GetBytes(text), Tag = document.Tag + pathBase.Replace('/', '-') };
    }

    private static SortedDictionary<string, PageFile> Read()
    {
        var (files, assembly) = (new SortedDictionary<string, PageFile>(StringComparer.Ordinal), Assembly.GetExecutingAssembly());
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            files.Add(name[Prefix.Length..].Replace('\\', '/'),
                new PageFile(TypeOf(name), bytes, Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]));
        }

        return files;
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".json" => "application/json",
        _ => "text/plain; charset=utf-8",
    };
}
