using Enas.Pipeline.Spaces.NasBench201;
using Enas.Pipeline.Tasks.Folders;
using Enas.Pipeline.Tasks.Tabular;
using Enas.Pipeline.Tests.Policies;
using Enas.Pipeline.Tests.Tasks.Text;
using Enas.TestKit.Faults;

namespace Enas.Pipeline.Tests.Tasks.Tabular;

public sealed class ResultTableTests : IDisposable
{
    private const string A = "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|";
    private const string B = "|skip_connect~0|+|none~0|none~1|+|none~0|none~1|none~2|";
    private const string C = "|nor_conv_3x3~0|+|none~0|none~1|+|none~0|none~1|none~2|";
    private static readonly TableColumn s_named = new("arch");

    private static readonly NasBench201Space s_space = new();
    private static readonly TableColumn[] s_columns = [new("test", 0, 100), new("valid", 0, 100)];

    private readonly TextFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Columns_are_found_by_name_and_rows_by_architecture()
    {
        var table = Load($"index,valid,arch,test\n7,10,{B},1.5\n3,20,{A},2.5e1\n");

        Assert.Equal([25, 20], table.Find(s_space.Parse(A))!.Values);
        Assert.Equal([1.5, 10], table.Find(s_space.Parse(B))!.Values);
        Assert.Null(table.Find(s_space.Parse(C)));
        Assert.Equal([A, B], table.Rows.Select(row => row.Architecture.Tokens));
        Assert.Equal([3, 2], table.Rows.Select(row => row.Line));
        Assert.False(table.IsComplete);
        Assert.Equal(A, table.Best(0).Architecture.Tokens);
        Assert.Equal(B, table.Best(0, higherIsBetter: false).Architecture.Tokens);
    }

    [Fact]
    public void Of_equal_values_the_first_token_string_is_the_best()
    {
        var table = Load($"arch,test,valid\n{C},5,1\n{B},5,1\n{A},4,1\n");
        Assert.Equal(C, table.Best(0).Architecture.Tokens);
        Assert.Equal(A, table.Best(1).Architecture.Tokens);
    }

    [Fact]
    public void Every_architecture_of_a_whole_space_is_found()
    {
        var all = PolicyProperties.AllOf(s_space).ToArray();
        var table = Load("arch,test,valid\n" + string.Concat(all.Select((cell, i) => $"{cell},{i % 97},{i % 89}\n")));
        Assert.True(table.IsComplete);
        Assert.All(all.Index(), cell => Assert.Equal([cell.Index % 97, cell.Index % 89], table.Find(cell.Item)!.Values));
    }

    [Fact]
    public void Byte_order_mark_quotation_marks_blanks_and_line_ends_do_not_matter_and_neither_does_the_order_of_rows()
    {
        var plain = Load($"arch,test,valid\n{A},1,2\n{B},3,4\n");
        var header = "\uFEFF\"valid\", arch ,\"te\"\"st\",test,\"more, or\r\nless\"\r\n\r\n";
        var other = Load($"{header}4,{B},9, 3.0,x\r\n\"2\",\" {A} \",9,1,\"\"");
        Assert.Equal(plain.Digest, other.Digest);
        Assert.Equal(64, plain.Digest.Length);
    }

    [Fact]
    public void The_digest_depends_on_architectures_values_and_columns()
    {
        string[] digests =
        [
            Load($"arch,test,valid\n{A},1,2\n").Digest,
            Load($"arch,test,valid\n{B},1,2\n").Digest,
            Load($"arch,test,valid\n{A},1,2.0000000000000004\n").Digest,
            Load($"arch,test,valid\n{A},2,1\n").Digest,
            Load($"arch,test,valid\n{A},1,2\n{B},1,2\n").Digest,
            ResultTable.Load(_folder.With("t.csv", $"arch,test,valid\n{A},1,2\n").PathOf("t.csv"), s_space, s_named, [s_columns[0]]).Digest,
        ];
        Assert.Equal(digests.Length, digests.Distinct(StringComparer.Ordinal).Count());
    }

    /// <summary>The digest of a small table, made from its description by other means (Python's struct and hashlib).</summary>
    [Fact]
    public void The_digest_is_what_its_description_says() =>
        Assert.Equal(
            "5d7f3f9361baf2da5a403012150fed8d50b6d8e3f6aa85e39cc28a6a3f8d74c5",
            Load($"arch,test,valid\n{B},3,4.25\n{A},1,-0\n").Digest);

    [Theory]
    [InlineData("", "the file is empty; a table is CSV")]
    [InlineData("\n\n", "the file is empty")]
    [InlineData("arch,test,valid\n", "no row behind the header")]
    [InlineData("arch,tset,valid\n", ":1: no column \"test\"; the columns are arch, tset, valid - did you mean \"tset\"?")]
    [InlineData("architecture,test,valid\n", ":1: no column \"arch\"; the columns are architecture, test, valid")]
    [InlineData("arch,test,valid,test\n", ":1: the column \"test\" is there more than once")]
    [InlineData("arch,test,valid\nA,1,2\nA,1\n", ":3: 2 fields; the header has 3")]
    [InlineData("arch,test,valid\nA,1,2\nB,1,2,3\n", ":3: 4 fields; the header has 3")]
    [InlineData("arch,test,valid\nA,1,2\n|x~0|,1,2\n", ":3: \"|x~0|\" is not an architecture of the space nas-bench-201: 1 node; ")]
    [InlineData("arch,test,valid\nA,1,2\nB,1,2\nA,3,4\n", ":4: |none~0|+|none~0|none~1|+|none~0|none~1|none~2| stands in line 2 already")]
    [InlineData("arch,test,valid\nA,1,2\n0 0 0 0 0 0,3,4\n", ":3: |none~0|+|none~0|none~1|+|none~0|none~1|none~2| stands in line 2")]
    [InlineData("arch,test,valid\nA,1,\n", ":2: valid is \"\"; allowed: a number from 0 to 100.")]
    [InlineData("arch,test,valid\nA,1,high\n", ":2: valid is \"high\"")]
    [InlineData("arch,test,valid\nA,\"1,5\",1\n", ":2: test is \"1,5\"")]
    [InlineData("arch,test,valid\nA,NaN,1\n", ":2: test is \"NaN\"")]
    [InlineData("arch,test,valid\nA,1,2\nB,1e999,1\n", ":3: test is \"1e999\"")]
    [InlineData("arch,test,valid\nA,100.01,1\n", ":2: test is \"100.01\"; allowed: a number from 0 to 100.")]
    [InlineData("arch,test,valid\nA,-1,1\n", ":2: test is \"-1\"")]
    [InlineData("arch,test,valid\nA,-\u001b[31m,1\n", "test is \"-\\x1b[31m\"")]
    [InlineData("arch,test,valid\n\"A\n\",1,2\n\nB,1,x", ":5: valid is \"x\"")]
    [InlineData("arch,test,valid\n\"A,1,2\n", ":2: a field begins with a quotation mark and none ends it")]
    [InlineData("arch,test,valid\n\"A\"x,1,2\n", ":2: text behind the quotation mark that ends a field")]
    [InlineData("arch,test,valid\nA,\"1,2\"\"\n\nB\"x\",1,2\n", ":4: text behind the quotation mark that ends a field")]
    [InlineData("arch,test,valid\nA,1\"2,2\n", ":2: a quotation mark in a field that does not begin with one")]
    public void What_is_wrong_is_told_with_its_line(string text, string expected)
    {
        var whole = text.Replace("A,", A + ",", StringComparison.Ordinal)
            .Replace("\"A", "\"" + A, StringComparison.Ordinal)
            .Replace("\nB", "\n" + B, StringComparison.Ordinal);
        var error = Assert.Throws<DataException>(() => Load(whole));
        Assert.StartsWith(_folder.PathOf("t.csv") + ":", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Equal(DataErrorKind.Unusable, error.Kind);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Limits_are_told_as_far_as_there_are_any()
    {
        _folder.With("t.csv", $"arch,ms\n{A},-1\n");
        string Message(TableColumn column) =>
            Assert.Throws<DataException>(() => ResultTable.Load(_folder.PathOf("t.csv"), s_space, s_named, [column])).Message;
        Assert.Contains("allowed: a finite number from 0.", Message(new("ms", Lowest: 0)), StringComparison.Ordinal);
        Assert.Contains("allowed: a finite number up to -2.5.", Message(new("ms", Highest: -2.5)), StringComparison.Ordinal);
        Assert.Equal(-1, ResultTable.Load(_folder.PathOf("t.csv"), s_space, s_named, [new("ms")]).Rows[0].Values[0]);
        _folder.With("t.csv", $"arch,ms\n{A},-∞\n");
        Assert.Contains("allowed: a finite number.", Message(new("ms")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_with_many_columns_is_not_shown_whole()
    {
        _folder.With("t.csv", string.Join(',', Enumerable.Range(0, 5000).Select(i => $"c{i}")) + "\n");
        var message = Assert.Throws<DataException>(() => ResultTable.Load(_folder.PathOf("t.csv"), s_space, s_named, s_columns)).Message;
        Assert.Contains("c19 and 4980 more", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_not_utf8_is_told_with_its_line_and_the_way_out()
    {
        _folder.With("t.csv", [.. "arch,test\n|none"u8, 0xE9]);
        var error = Assert.Throws<DataException>(() => ResultTable.Load(_folder.PathOf("t.csv"), s_space, s_named, s_columns));
        Assert.Contains("t.csv:2: not UTF-8", error.Message, StringComparison.Ordinal);
        _folder.With("t.csv", 0xFF, 0xFE, 0x61, 0x00);
        error = Assert.Throws<DataException>(() => ResultTable.Load(_folder.PathOf("t.csv"), s_space, s_named, s_columns));
        Assert.Contains("UTF-16", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_files_are_not_found_and_pipes_folders_and_huge_files_unusable()
    {
        DataException Error(string name) =>
            Assert.Throws<DataException>(() => ResultTable.Load(_folder.PathOf(name), s_space, s_named, s_columns));

        Assert.Equal(DataErrorKind.NotFound, Error("none.csv").Kind);
        Assert.Equal(DataErrorKind.NotFound, Error("none/t.csv").Kind);
        Directory.CreateDirectory(_folder.PathOf("folder"));
        SpecialFiles.CreateNamedPipe(_folder.PathOf("pipe"));
        using (var sparse = File.Create(_folder.PathOf("huge")))
        {
            sparse.SetLength(1L << 40);
        }

        Assert.Contains("is a folder", Error("folder").Message, StringComparison.Ordinal);
        Assert.Contains("is a named pipe", Error("pipe").Message, StringComparison.Ordinal);
        Assert.Contains("at most 268,435,456 are read", Error("huge").Message, StringComparison.Ordinal);
        Assert.All(["folder", "pipe", "huge"], name => Assert.Equal(DataErrorKind.Unusable, Error(name).Kind));
    }

    private ResultTable Load(string text) => ResultTable.Load(_folder.With("t.csv", text).PathOf("t.csv"), s_space, s_named, s_columns);
}
