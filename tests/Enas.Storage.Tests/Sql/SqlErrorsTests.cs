using System.Text.Json;
using Enas.Storage.Sql;

namespace Enas.Storage.Tests.Sql;

/// <summary>What the database says in lines is read as sentences.</summary>
public sealed class SqlErrorsTests
{
    [Theory]
    [InlineData("not found in FROM clause!\nCandidate bindings: \"step\"", "not found in FROM clause! Candidate bindings: \"step\"")]
    [InlineData("no such table\nDid you mean \"rewards\"?", "no such table. Did you mean \"rewards\"?")]
    [InlineData("one.\n\ntwo.", "one. two")]
    [InlineData("Candidates:\n  a\n  b", "Candidates: a. b")]
    public void Lines_become_sentences_with_one_end_each(string message, string words)
    {
        var json = JsonSerializer.Serialize(new { exception_type = "Binder", exception_message = message });
        Assert.Equal($"Binder error: {words}", SqlErrors.Of(json, "SELECT 1").Message);
    }
}
